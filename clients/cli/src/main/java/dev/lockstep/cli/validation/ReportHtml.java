package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A validation report as one page that needs nothing else, runs nothing, and prints well. */
final class ReportHtml {

    private static final String STYLE = """
            :root { color-scheme: light; --line: #c8ccd2; }
            body { font: 15px/1.45 system-ui, sans-serif; color: #1c1f24; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin-bottom: .2rem; }
            h2 { border-bottom: 2px solid var(--line); margin-top: 2rem; padding-bottom: .2rem; }
            h3 { margin-bottom: .4rem; text-transform: capitalize; }
            table { border-collapse: collapse; width: 100%; table-layout: fixed; }
            th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
            th { background: #f2f4f6; }
            col.requirement { width: 15%; } col.verdict { width: 13%; } col.subject { width: 17%; }
            p { margin: .2rem 0; }
            .outcome { font-weight: bold; padding: .5rem .8rem; border-left: .4rem solid; }
            .blocking { border-color: #b3261e; background: #fdecea; } .open { border-color: #1b6e3c; background: #e8f5ec; }
            .fail { color: #8c1d18; font-weight: bold; } .unknown, .waived { color: #7a4b00; font-weight: bold; }
            .pass { color: #1b5e34; } .not-applicable { color: #5b6169; }
            ul.blocking { margin: 0; padding: .5rem .8rem .5rem 2rem; border-left: .4rem solid #b3261e; } .blocks td { background: #fdecea; }
            .quiet { color: #4a5058; }
            @page { margin: 16mm; }
            @media print {
              body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
              thead { display: table-header-group; }
              tr, .outcome { break-inside: avoid; }
              h2, h3 { break-after: avoid; }
            }
            """;

    private final StringBuilder page = new StringBuilder();

    private ReportHtml() {}

    /**
     * The page.
     *
     * @param name what was checked
     * @param at when
     */
    static String of(JsonNode report, String name, Instant at) {
        ReportHtml html = new ReportHtml();
        html.write(report, name, at);
        return html.page.toString();
    }

    private void write(JsonNode report, String name, Instant at) {
        GroupedResults grouped = GroupedResults.of(report);
        boolean blocking = report.path("blocking").asBoolean();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" ")
                .append("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        element("title", "Validation of " + name);
        page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<main>\n");
        element("h1", "Validation of " + name);
        paragraph(blocking ? "outcome blocking" : "outcome open", blocking ? "Something blocks:" : "Nothing blocks.");
        if (blocking) {
            page.append("<ul class=\"blocking\">\n");
            grouped.blocking().forEach(finding -> element("li", finding));
            page.append("</ul>\n");
        }
        String summary = grouped.summary();
        paragraph("", summary.isEmpty() ? "No requirement applies." : summary + ".");
        paragraph(
                "quiet",
                "Catalogue %s, SHA-256 %s. Made at %s."
                        .formatted(
                                Json.text(report, "catalogue.version"),
                                Json.text(report, "catalogue.hash"),
                                at.truncatedTo(ChronoUnit.SECONDS)));
        StaleFacts.advice(report).forEach(line -> paragraph("", line));
        grouped.stages().forEach((stage, scopes) -> {
            page.append("<section>\n");
            element("h2", "Stage " + stage);
            scopes.forEach(this::group);
            page.append("</section>\n");
        });
        page.append("</main>\n</body>\n</html>");
    }

    private void group(String scope, List<JsonNode> results) {
        element("h3", scope);
        page.append(
                        "<table>\n<colgroup><col class=\"requirement\"><col class=\"verdict\"><col class=\"subject\"><col></colgroup>\n")
                .append("<thead><tr><th scope=\"col\">Requirement</th><th scope=\"col\">Verdict</th>")
                .append("<th scope=\"col\">Subject</th><th scope=\"col\">Finding</th></tr></thead>\n<tbody>\n");
        results.forEach(this::row);
        page.append("</tbody>\n</table>\n");
    }

    private void row(JsonNode result) {
        String verdict = Json.text(result, "verdict");
        boolean blocks = GroupedResults.blocks(result);
        page.append(blocks ? "<tr class=\"blocks\"><td>" : "<tr><td>");
        element("strong", Json.text(result, "requirement"));
        paragraph("quiet", Json.text(result, "severity") + (blocks ? ", blocks" : ""));
        page.append("</td><td class=\"")
                .append(verdict.toLowerCase(Locale.ROOT).replace('_', '-'))
                .append("\">")
                .append(escaped(verdict))
                .append("</td><td>")
                .append(escaped(Json.text(result, "subject")))
                .append("</td><td>");
        element("strong", Json.text(result, "title"));
        if (GroupedResults.needsAttention(result)) {
            paragraph("", Json.text(result, "message"));
            GroupedResults.toCollect(result).forEach(line -> paragraph("", line));
            paragraph("", "Remedy: " + Json.text(result, "remedy"));
        }
        paragraph("quiet", "Source: " + Json.text(result, "source"));
        page.append("</td></tr>\n");
    }

    private void element(String name, String text) {
        page.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private void paragraph(String style, String text) {
        page.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">")
                .append(escaped(text))
                .append("</p>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
