"""A certificate is checked without us, by programs that are not ours."""

import base64
import subprocess
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

import config
from registration.database import db
from registration.errors import Refused
from registration.jobs.running import run_waiting
from registration.register import keys, signing
from registration.register.models import SigningKey
from registration.register.service import content_of, issue_certificate
from registration.workflow.states import REGISTRATION, State
from tests import documented


@pytest.fixture
def issued(cast, registered):
    """A function: a certificate that was signed, with its PDF left out."""

    def make(state=State.REGISTERED, key=None, **facts):
        found = registered(state, **facts)
        certificate = found.certificates[0]
        certificate.content = content_of(found, "The Body", "https://body.example/register/{number}")
        text = signing.text_of(certificate.content)
        signing.keep(certificate, text, signing.signed_by(key or keys.pem_of(b"k" * 32), text))
        db.session.commit()
        return found

    return make


def download(browser, found, folder):
    """The three files as the page of the certificate links to them."""
    page = browser.open("register.school", number=found.certificate_number)
    for name, address in page.links().items():
        if name in ("certificate.txt", "certificate.sig") or name.startswith("key-"):
            (folder / ("key.pem" if name.startswith("key-") else name)).write_bytes(browser.open(address).data)
    return page


def openssl(folder):
    return documented.run("checking.md", "A certificate", folder)


def test_openssl_verifies_what_the_public_page_offers(browser, issued, tmp_path):
    page = download(browser, issued(name="Harbour — 港湾 School"), tmp_path)

    done = openssl(tmp_path)

    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")
    assert "-rawin -in certificate.txt -sigfile certificate.sig" in page.text


def test_one_letter_changed_is_refused_by_openssl(browser, issued, tmp_path):
    download(browser, issued(), tmp_path)
    text = (tmp_path / "certificate.txt").read_text(encoding="utf-8")
    (tmp_path / "certificate.txt").write_text(text.replace("edition: 2023", "edition: 2024"), encoding="utf-8")

    assert openssl(tmp_path).returncode != 0


def test_another_program_verifies_the_signature_printed_on_the_page(browser, issued):
    certificate = issued().certificates[0]
    key = load_pem_public_key(certificate.signing_key.public_pem.encode())
    signature = base64.b64decode(certificate.signature)

    key.verify(signature, certificate.signed_text.encode())

    with pytest.raises(InvalidSignature):
        key.verify(signature, certificate.signed_text.encode() + b"\n")


def test_the_signed_text_says_what_the_certificate_says(issued):
    text = issued(name="Tide School").certificates[0].signed_text

    assert text.splitlines()[0] == "Certificate of registration, signed text 1"
    for line in ("school: Tide School", "country: Portugal", "edition: 2023", "programme: IGCSE (Physics)",
                 "territory: Portugal", "centre number: PT123"):  # fmt: skip
        assert line in text.splitlines()


@pytest.mark.parametrize("ending", ["\n", "\r", "\u2028", "\x85", "\x0b", "\x1d"])
def test_a_name_cannot_forge_a_line_of_the_signed_text(registered, ending):
    content = content_of(registered(name=f"School{ending}valid until: 2099-01-01"), "Body", "https://b.example")

    lines = signing.text_of(content).splitlines()

    assert "school: School valid until: 2099-01-01" in lines
    assert sum(line.startswith("valid until:") for line in lines) == 1


def test_composed_and_decomposed_names_give_the_same_text(registered):
    found = registered(name="École")
    content = content_of(found, "Body", "https://b.example")

    assert signing.text_of({**content, "school": "E\u0301cole"}) == signing.text_of(content)


def test_an_old_key_stays_published_when_a_new_one_signs(browser, issued, tmp_path):
    before = issued(name="Before", key=keys.pem_of(b"1" * 32))
    after = issued(name="After", key=keys.pem_of(b"2" * 32))

    page = browser.open("register.signing_keys")

    assert db.session.query(SigningKey).count() == 2
    for found in (before, after):
        folder = tmp_path / found.certificate_number
        folder.mkdir()
        download(browser, found, folder)
        assert openssl(folder).returncode == 0
        assert found.certificates[0].signing_key.fingerprint in page.text


@pytest.mark.parametrize("state", sorted(REGISTRATION))
def test_a_signature_can_be_checked_whatever_became_of_the_registration(browser, issued, state, tmp_path):
    page = download(browser, issued(state), tmp_path)

    assert openssl(tmp_path).returncode == 0
    assert "whether it holds today is shown at the top" in page.text


@pytest.mark.parametrize("state", sorted(set(State) - REGISTRATION))
def test_what_is_in_no_public_register_has_no_public_signature(browser, issued, state):
    number = issued(state).certificate_number

    assert browser.open("register.signed_text", number=number).status == 404
    assert browser.open("register.signature", number=number).status == 404


def test_a_certificate_from_before_signatures_says_so(browser, registered):
    number = registered().certificate_number

    assert "This certificate is not signed" in browser.open("register.school", number=number).text
    assert browser.open("register.signature", number=number).status == 404


def test_an_unknown_key_is_not_found(browser):
    assert browser.open("register.signing_key", fingerprint="0" * 64).status == 404


@pytest.mark.pdf
def test_a_certificate_that_is_issued_is_signed_and_shows_its_signature(cast, registered):
    found = registered()
    certificate = issue_certificate(found, by=cast.carys, body="The Body", address="https://b.example/{number}")
    db.session.commit()

    run_waiting()

    assert certificate.signed_text == signing.text_of(certificate.content)
    assert certificate.signing_key.fingerprint == db.session.query(SigningKey).one().fingerprint
    assert certificate.storage_key


def settings(**facts):
    return config.settings({"REGISTRATION_ENV": "test", **facts})


def test_production_without_a_key_registers_nobody_and_says_what_to_set():


    with pytest.raises(Refused, match="SIGNING_KEY_FILE"):
        keys.signing_key(replace(settings(), environment="production"))


def test_a_key_is_read_from_the_file_that_openssl_made(tmp_path):
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", tmp_path / "key.pem"], check=True)

    chosen = settings(SIGNING_KEY_FILE=str(tmp_path / "key.pem"))

    assert keys.signing_key(chosen) == (tmp_path / "key.pem").read_text().strip()
    assert signing.signed_by(keys.signing_key(chosen), "text").signature


def test_any_other_key_registers_nobody_and_is_not_shown():
    with pytest.raises(Refused, match="SIGNING_KEY_FILE") as told:
        keys.signing_key(settings(SIGNING_KEY="-----BEGIN RSA PRIVATE KEY-----"))

    assert "RSA" not in str(told.value)


def test_an_installation_without_a_key_makes_one_and_keeps_it(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "INSTANCE", tmp_path / "instance")

    first, second = keys.own_key(), keys.own_key()

    assert first == second
    assert (tmp_path / "instance" / "signing_key.pem").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["signing_key.pem"]
