package dev.lockstep.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.CommandFailure.Mistake;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import java.util.List;
import java.util.stream.StreamSupport;

/** Problem details (RFC 9457) as a failure that a person can act on. */
final class ProblemDetails {

    private static final String NOT_FOUND = "urn:lockstep:problem:not-found";

    private ProblemDetails() {}

    static CommandFailure failure(Service service, Query query, int status, String body) {
        JsonNode problem = parsed(body);
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        String sentence = detail.isEmpty() ? title : detail;
        if (sentence.isEmpty()) {
            sentence = "The %s service answered with status %d and no reason.".formatted(service.label(), status);
        }
        if (status == 404 && problem.path("type").asText().equals(NOT_FOUND)) {
            sentence = query.subjectMissingIn(sentence)
                    .map("There is no %s."::formatted)
                    .orElse(sentence);
        }
        String remedy = remedy(service, status, problem);
        return new CommandFailure(exitCode(status), without(remedy, sentence), capitalized(remedy), mistakes(problem));
    }

    /** Services end what happened with what to do about it; here that is a line of its own. */
    private static String without(String remedy, String sentence) {
        String end = stripped(remedy);
        String all = stripped(sentence);
        int begin = all.length() - end.length();
        return !end.isEmpty() && begin > 0 && all.regionMatches(true, begin, end, 0, end.length())
                ? all.substring(0, begin).strip()
                : sentence;
    }

    private static String stripped(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static JsonNode parsed(String body) {
        try {
            return ContractJson.mapper().readTree(body.isBlank() ? "{}" : body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 400, 413, 415, 422 -> ExitCode.INVALID;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> status >= 500 ? ExitCode.UNEXPECTED : ExitCode.REFUSED;
        };
    }

    private static String remedy(Service service, int status, JsonNode problem) {
        String own = problem.path("remedy").asText("");
        if (!own.isEmpty()) {
            return own;
        }
        return switch (status) {
            case 401 -> "Sign in: './lockstep login', or with a demo account './lockstep login --as NAME'.";
            case 503 -> "The %s service is not ready; './lockstep status' says why.".formatted(service.label());
            default ->
                status >= 500
                        ? "This is a fault of the %s service; its log has the reason.".formatted(service.label())
                        : "";
        };
    }

    private static List<Mistake> mistakes(JsonNode problem) {
        JsonNode listed = problem.has("errors") ? problem.path("errors") : problem.path("reasons");
        return StreamSupport.stream(listed.spliterator(), false)
                .map(ProblemDetails::mistake)
                .toList();
    }

    private static Mistake mistake(JsonNode mistake) {
        if (mistake.isTextual()) {
            return new Mistake("", mistake.asText());
        }
        String line = mistake.path("line").asText("");
        String place = mistake.path("place").asText("") + (line.isEmpty() ? "" : " (line %s)".formatted(line));
        String remedy = mistake.path("remedy").asText("");
        return new Mistake(place, mistake.path("problem").asText("") + (remedy.isEmpty() ? "" : "; " + remedy));
    }
}
