from tests.at_work import AtWork
def test_x(priya: AtWork):
    p = priya.open("/work"); print(p.text)
    p = priya.open_step(); print(p.text)
    p = priya.open_step("home"); print(p.text, [c.get("name") for c in p.root.all("input","textarea","button")])
    p = priya.open_step("helpers"); print([c.get("name") for c in p.root.all("input","textarea","button")])
    priya.fill_in()
    print(priya.check().text)
