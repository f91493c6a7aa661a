"""The normal forms of many channels at once are those of each alone."""

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.kinds import Email, Locale, Phone
from crm_desktop.core.reading import phone_key, phone_keys
from crm_desktop.models.channel_forms import normal_form, normal_forms

PHONES = st.text("0123456789 -+()/x\n转٣", max_size=20) | st.from_regex(r"\+?[0-9]{3,14}", fullmatch=True)


@given(st.lists(PHONES), st.sampled_from(["", "CN", "DE"]))
def test_many_phone_numbers(texts: list[str], region: str) -> None:
    assert phone_keys(texts, region) == [phone_key(text, region) for text in texts]


@given(st.sampled_from(["mobile", "fax", "email", "wechat", "web"]), st.lists(st.text(max_size=30)))
def test_many_channels(kind: str, values: list[str]) -> None:
    assert normal_forms(kind, values) == [normal_form(kind, value) for value in values]


@given(st.text("aB9._@-+ \n:,", max_size=70) | st.emails())
def test_usual_addresses_are_read_as_they_are(text: str) -> None:
    if Email.usual is not None and Email.usual.fullmatch(text):
        assert Email().read(text, Locale()) == text


@given(PHONES)
def test_usual_numbers_are_read_as_they_are(text: str) -> None:
    if Phone.usual is not None and Phone.usual.fullmatch(text):
        assert Phone().read(text, Locale()) == text


def test_most_addresses_and_numbers_are_usual() -> None:
    assert Email.usual is not None
    assert Phone.usual is not None
    for address in ("ann@example.com", "a.b-c_d+e@mail.sub-domain.co.uk", "ANN@EXAMPLE.ORG"):
        assert Email.usual.fullmatch(address)
    for number in ("13812345678", "+49 151 12345678", "0571-87654321"):
        assert Phone.usual.fullmatch(number)
    assert not Email.usual.fullmatch("a@b..com")
    assert not Email.usual.fullmatch(f"{'a' * 65}@example.com")
