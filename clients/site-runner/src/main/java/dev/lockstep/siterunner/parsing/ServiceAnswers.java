package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What sc.exe says about a service; numbers decide, because its words are translated. */
final class ServiceAnswers {
    private static final String CLUSTER_SERVICE = "ClusSvc";
    private static final Pattern FAILED = Pattern.compile("\\[SC] (\\S+) FAILED (\\d+):?");
    private static final Pattern STATE = Pattern.compile("\\s*STATE\\s*:\\s*(\\d)\\s+([A-Z_]+)\\s*");
    private static final Pattern START_TYPE = Pattern.compile("\\s*START_TYPE\\s*:\\s*(\\d)\\s+([A-Z_]+)\\s*");
    private static final int NO_SUCH_SERVICE = 1060;

    /** What fails when a node's services cannot be asked for at all. */
    private static final String OPENING = "OpenSCManager";

    private static final Map<String, String> STATES = Map.of(
            "1 STOPPED", "STOPPED",
            "2 START_PENDING", "START_PENDING",
            "3 STOP_PENDING", "STOP_PENDING",
            "4 RUNNING", "RUNNING",
            "5 CONTINUE_PENDING", "CONTINUE_PENDING",
            "6 PAUSE_PENDING", "PAUSE_PENDING",
            "7 PAUSED", "PAUSED");
    private static final Map<String, String> MODES =
            Map.of("2 AUTO_START", "AUTO", "3 DEMAND_START", "MANUAL", "4 DISABLED", "DISABLED");

    /** The members with which sc.exe ends its answers. */
    private static final String LAST_OF_STATE = "WAIT_HINT";

    private static final String LAST_OF_CONFIGURATION = "SERVICE_START_NAME";

    private ServiceAnswers() {}

    static Observed state(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        String node = arguments.text("node");
        String service = arguments.text("service");
        Report report = new Report(DocumentKind.CLUSTER, source);
        boolean cluster = service.equalsIgnoreCase(CLUSTER_SERVICE);
        boolean installed = !missing(output);
        if (cluster) {
            report.flag(installed, "nodes", node, "clusterServiceInstalled");
        } else {
            report.flag(installed, "nodes", node, "services", service, "installed");
        }
        if (!installed) {
            return report.observed();
        }
        requireService(output, service);
        requireEnd(output, LAST_OF_STATE);
        String state = value(output, STATE, STATES, "state");
        return cluster
                ? report.text(state, "nodes", node, "clusterServiceState").observed()
                : report.text(state, "nodes", node, "services", service, "state")
                        .observed();
    }

    static Observed configuration(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String node = arguments.text("node");
        String service = arguments.text("service");
        Report report = new Report(DocumentKind.CLUSTER, source);
        if (missing(output)) {
            return service.equalsIgnoreCase(CLUSTER_SERVICE)
                    ? report.flag(false, "nodes", node, "clusterServiceInstalled")
                            .observed()
                    : report.flag(false, "nodes", node, "services", service, "installed")
                            .observed();
        }
        requireService(output, service);
        requireEnd(output, LAST_OF_CONFIGURATION);
        String mode = value(output, START_TYPE, MODES, "start type");
        return service.equalsIgnoreCase(CLUSTER_SERVICE)
                ? report.observed()
                : report.flag(true, "nodes", node, "services", service, "installed")
                        .text(mode, "nodes", node, "services", service, "startMode")
                        .observed();
    }

    private static boolean missing(ToolOutput output) throws ParseException {
        Optional<String> failure = output.lines().stream()
                .map(String::strip)
                .filter(each -> FAILED.matcher(each).matches())
                .findFirst();
        if (failure.isEmpty()) {
            return false;
        }
        Matcher matcher = FAILED.matcher(failure.orElseThrow());
        boolean matches = matcher.matches();
        if (matches && Numbers.parse(matcher.group(2), "error number") == NO_SUCH_SERVICE) {
            return true;
        }
        String refusal = "sc could not ask: " + ToolOutput.shown(failure.orElseThrow());
        throw matches && matcher.group(1).equals(OPENING)
                ? new NoAnswerException(refusal)
                : new ParseException(refusal);
    }

    private static void requireService(ToolOutput output, String service) throws ParseException {
        boolean named =
                output.lines().stream().anyMatch(each -> each.strip().equalsIgnoreCase("SERVICE_NAME: " + service));
        if (!named) {
            throw new ParseException(
                    "the answer is not about the service " + service + EnglishTools.insteadOfService(output.lines()));
        }
        output.requireSuccess();
    }

    /** An answer that stops in the middle says nothing, even if what is wanted stands before that. */
    private static void requireEnd(ToolOutput output, String last) throws ParseException {
        boolean whole = output.lines().stream().anyMatch(each -> each.strip().startsWith(last));
        if (!whole) {
            throw new ParseException("the answer stops before " + last + EnglishTools.insteadOfService(output.lines()));
        }
    }

    private static String value(ToolOutput output, Pattern pattern, Map<String, String> values, String what)
            throws ParseException {
        for (String line : output.lines()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                String value = values.get(matcher.group(1) + " " + matcher.group(2));
                if (value == null) {
                    throw new ParseException("the " + what + " is not known: " + ToolOutput.shown(line));
                }
                return value;
            }
        }
        throw new ParseException("the answer does not tell the service's " + what + " in words that are known"
                + EnglishTools.insteadOfService(output.lines()));
    }
}
