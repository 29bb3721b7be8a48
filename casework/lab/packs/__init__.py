"""Study packs: all that another council needs to run the same study, in one zip, and nothing about who took part."""
