"""The page that others are compared with: 40 rows through Flask and Jinja, and nothing else.

At `/` its template is compiled anew for each request, as `render_template_string` does; at `/kept` it is not.
"""

from flask import Flask, render_template, render_template_string

PAGE = """<!doctype html><html lang="en"><title>Rows</title><table>
{% for row in rows %}<tr><th><a href="{{ url_for('row', number=row.number) }}">{{ row.name }}</a></th>
<td>{{ row.state }}</td><td>{{ row.days }} days</td></tr>{% endfor %}</table>"""

app = Flask(__name__)
KEPT = app.jinja_env.from_string(PAGE)


@app.route("/")
def rows() -> str:
    return render_template_string(PAGE, rows=names())


@app.route("/kept")
def kept() -> str:
    return render_template(KEPT, rows=names())


def names() -> list[dict[str, object]]:
    return [{"number": n, "name": f"School {n} & daughters", "state": "Desk review", "days": n} for n in range(40)]


@app.route("/row/<int:number>")
def row(number: int) -> str:
    return str(number)
