"""Themes: how public steps look, and the contrast each must keep."""

import pytest

from casework.lab.themes import Theme, contrast, css_of, load_themes, pairs_of, shown
from casework.workflows.problems import WorkflowError
from config import ROOT

FOLDER = ROOT / "seed_data" / "themes"
THEMES = load_themes(FOLDER)


def test_contrast_runs_from_one_to_twenty_one_whichever_colour_comes_first():
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#682558", "#682558") == 1


@pytest.mark.parametrize(
    ("front", "behind", "published"),
    [("#0b0c0c", "#ffffff", "19.58"), ("#1a65a6", "#f3f2f1", "5.43"), ("#fab500", "#ffffff", "1.79")],
)
def test_contrast_is_cut_and_never_rounded_up(front, behind, published):
    assert shown(contrast(front, behind)) == published


def test_three_themes_are_shipped_and_every_pair_of_each_holds():
    assert set(THEMES) == {"plain", "county", "calm"}
    assert [str(pair) for theme in THEMES.values() for pair in pairs_of(theme) if not pair.holds] == []


def test_a_theme_has_no_wording():
    assert not {"label", "hint", "words", "text"} & set(Theme.model_fields)


def changed(tmp_path, old, new):
    text = (FOLDER / "plain.yaml").read_text(encoding="utf-8").replace(old, new)
    (tmp_path / "plain.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkflowError) as refused:
        load_themes(tmp_path)
    return [str(each) for each in refused.value.problems]


def test_a_text_too_pale_is_refused_at_its_line_with_both_figures(tmp_path):
    told = changed(tmp_path, "secondary: '#484949'", "secondary: '#909090'")
    assert "plain.yaml:8:14: error L06: secondary on the page: 3.19, at least 4.5" in told[0]


def test_a_focus_that_neither_fill_nor_edge_shows_is_refused(tmp_path):
    told = changed(tmp_path, "focus_edge: '#0b0c0c'", "focus_edge: '#fff6cc'")
    assert any("the focus on the page" in each for each in told)


def test_what_is_no_colour_cannot_reach_a_style_sheet(tmp_path):
    assert changed(tmp_path, "link: '#1a65a6'", "link: 'red; background: url(x)'")
    assert changed(tmp_path, "corner: 0", "corner: 400")


def test_a_theme_is_told_as_custom_properties():
    css = css_of(THEMES["county"])
    assert "--header: #682558;" in css
    assert "--space-1: 4px;" in css
