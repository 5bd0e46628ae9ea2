"""Take the pictures of the README, from the demonstration: `python -m tests.pictures`."""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from registration.demonstration.people import PASSWORD
from tests.chromium import browser_path
from tests.live import Live, service

PICTURES = Path(__file__).parents[1] / "docs/pictures"
SCHOOL, REVIEWER = "baraka.wekesa@nurupamoja.example", "leah.okonjo@body.example"
SIZE = {"width": 1280, "height": 960}


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, service(Path(folder), demonstration=True) as live:
        case = next(line.split()[0] for line in live.flask("demo", "list").splitlines() if "Desk review" in line)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE)
            sign_in(page, live, SCHOOL)
            take(page, "school")
            page.context.clear_cookies()
            sign_in(page, live, REVIEWER)
            take(page, "queue")
            page.goto(f"{live.url}/applications/{case}/review/criteria/2.7")
            take(page, "criterion")
            browser.close()


def sign_in(page: Page, live: Live, email: str) -> None:
    page.goto(f"{live.url}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def take(page: Page, name: str) -> None:
    """In at most 128 colours: a page is text on paper, and the repository stays small."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
