package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.contracts.Verdict;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A validation report as JUnit's XML: a suite for each stage, a case for each result. What blocks fails (an unknown is an error), so a
 * build is red exactly when something blocks; a recommendation that is not met, a waived one and what does not apply are skipped with
 * the reason.
 */
final class ReportJunit {

    private final XMLStreamWriter xml;

    private ReportJunit(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * The XML.
     *
     * @param name what was checked
     * @param at when
     */
    static String of(JsonNode report, String name, Instant at) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new ReportJunit(xml).write(GroupedResults.of(report), report, name, at);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written to memory", e);
        }
        return text.toString();
    }

    private void write(GroupedResults grouped, JsonNode report, String name, Instant at) throws XMLStreamException {
        List<JsonNode> all = new ArrayList<>();
        report.path("results").forEach(all::add);
        xml.writeStartDocument("UTF-8", "1.0");
        start("testsuites", "name", name);
        counts(all);
        for (var stage : grouped.stages().entrySet()) {
            List<JsonNode> results =
                    stage.getValue().values().stream().flatMap(List::stream).toList();
            start(
                    "testsuite",
                    "name",
                    "%s at stage %s".formatted(name, stage.getKey()),
                    "timestamp",
                    at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""));
            counts(results);
            xml.writeAttribute("skipped", Long.toString(count(results, Kind.SKIPPED)));
            properties(report);
            for (JsonNode result : results) {
                result(result);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void counts(List<JsonNode> results) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute("failures", Long.toString(count(results, Kind.FAILURE)));
        xml.writeAttribute("errors", Long.toString(count(results, Kind.ERROR)));
        xml.writeAttribute("time", "0");
    }

    private static long count(List<JsonNode> results, Kind kind) {
        return results.stream().filter(result -> Kind.of(result) == kind).count();
    }

    private void properties(JsonNode report) throws XMLStreamException {
        xml.writeStartElement("properties");
        for (String property : List.of("version", "hash")) {
            xml.writeEmptyElement("property");
            xml.writeAttribute("name", "catalogue." + property);
            xml.writeAttribute("value", clean(Json.text(report, "catalogue." + property)));
        }
        xml.writeEndElement();
    }

    private void result(JsonNode result) throws XMLStreamException {
        start(
                "testcase",
                "classname",
                "lockstep." + Json.text(result, "stage").replace("+", "_after") + "." + GroupedResults.scope(result),
                "name",
                "%s %s: %s"
                        .formatted(
                                Json.text(result, "requirement"),
                                Json.text(result, "subject"),
                                Json.text(result, "title")),
                "time",
                "0");
        String message = Json.text(result, "message");
        switch (Kind.of(result)) {
            case PASSED -> {}
            case SKIPPED -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute(
                        "message",
                        clean("%s (%s): %s"
                                .formatted(Json.text(result, "verdict"), Json.text(result, "severity"), message)));
            }
            case FAILURE -> problem("failure", result, message);
            case ERROR -> problem("error", result, message);
        }
        xml.writeEndElement();
    }

    private void problem(String element, JsonNode result, String message) throws XMLStreamException {
        start(element, "message", message, "type", Json.text(result, "severity"));
        xml.writeCharacters(clean("%s%nSource: %s%nRemedy: %s"
                .formatted(message, Json.text(result, "source"), Json.text(result, "remedy"))));
        xml.writeEndElement();
    }

    private void start(String element, String... attributes) throws XMLStreamException {
        xml.writeStartElement(element);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], clean(attributes[i + 1]));
        }
    }

    /** Text without the characters that XML 1.0 cannot hold in any form. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= 0x20 && c < 0xD800)
                                || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF)
                        ? c
                        : 0xFFFD)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private enum Kind {
        PASSED,
        SKIPPED,
        FAILURE,
        ERROR;

        static Kind of(JsonNode result) {
            Verdict verdict = GroupedResults.verdict(result);
            if (GroupedResults.blocks(result)) {
                return verdict == Verdict.FAIL ? FAILURE : ERROR;
            }
            return verdict == Verdict.PASS ? PASSED : SKIPPED;
        }
    }
}
