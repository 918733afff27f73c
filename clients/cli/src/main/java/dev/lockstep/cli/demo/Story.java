package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.audit.HistoryText;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.inventory.ImportSummary;
import dev.lockstep.cli.planning.PlanText;
import dev.lockstep.cli.rollout.RolloutRequests;
import dev.lockstep.cli.rollout.RolloutView;
import dev.lockstep.cli.rollout.RolloutWatch;
import dev.lockstep.cli.session.Session;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.validation.ReportText;
import dev.lockstep.contracts.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** From the import to the proof, told as it happens. */
final class Story {

    private static final String DOCUMENT = "lab/src/main/resources/scenarios/contoso-clu01.yaml";
    private static final String CLUSTER = "contoso:clu01";
    private static final String SITE = "demo";
    private static final String OPERATOR = "CORP\\exadmin";

    private final Surroundings surroundings;
    private final Session session;
    private final Findings findings;
    private final DemoPlace place;
    private final boolean attended;
    private final Terminal terminal;

    /**
     * @param attended whether the attended steps are left to the person at the terminal
     */
    Story(Surroundings surroundings, Session session, Findings findings, DemoPlace place, boolean attended) {
        this.surroundings = surroundings;
        this.session = session;
        this.findings = findings;
        this.place = place;
        this.attended = attended;
        this.terminal = surroundings.terminal();
    }

    void tell() throws InterruptedException {
        PlatformClient coordinator = session.asDemoAccount("coordinator");
        Optional<RolloutView> last = lastRollout(coordinator);
        RolloutView rollout = last.isPresent() ? last.get() : begun(coordinator);
        RolloutView ended = carriedOut(rollout);
        Chapter.of(7, "What the history says").announce(terminal);
        history(ended);
    }

    private RolloutView begun(PlatformClient coordinator) throws InterruptedException {
        JsonNode recorded = importDocument();
        JsonNode versions = validate(recorded).path("versions");
        return approved(coordinator, planned(coordinator, versions));
    }

    private JsonNode importDocument() {
        Chapter.of(2, "The inventory is imported").announce(terminal);
        String document = Documents.read(place.root().resolve(DOCUMENT).toString(), surroundings);
        JsonNode answer = session.asDemoAccount("inventory-editor")
                .post(
                        Service.INVENTORY,
                        Query.of("/imports").with("site", SITE),
                        document,
                        Documents.mediaType(document));
        terminal.print("%s by inventory-editor, site %s".formatted(DOCUMENT, SITE));
        ImportSummary.lines(answer, false).forEach(terminal::print);
        return answer;
    }

    private JsonNode validate(JsonNode recorded) throws InterruptedException {
        Chapter.of(3, "It is validated").announce(terminal);
        PlatformClient coordinator = session.asDemoAccount("coordinator");
        Query query = Query.of("/clusters/{}/report", CLUSTER)
                .with("scenario", Scenario.NEW)
                .withEach("stage", List.of("PLAN", "CLUS"))
                .with("operator", OPERATOR);
        JsonNode report = Eventually.answer("validation has not heard of all that was imported", () -> {
            JsonNode answer = coordinator.get(Service.VALIDATION, query);
            return reaches(answer, recorded, "organization") && reaches(answer, recorded, "cluster")
                    ? answer
                    : MissingNode.getInstance();
        });
        ReportText.print(report, true, terminal);
        findings.expect(
                "nothing blocks at the point where Windows and its cluster exist",
                !report.path("blocking").asBoolean(true),
                "");
        return report;
    }

    private static boolean reaches(JsonNode report, JsonNode recorded, String part) {
        return report.path("versions").path(part).asLong()
                >= recorded.path(part).path("version").asLong();
    }

    private JsonNode planned(PlatformClient coordinator, JsonNode versions) throws InterruptedException {
        Chapter.of(4, "The new deployment is planned").announce(terminal);
        JsonNode wanted = JsonNodeFactory.instance
                .objectNode()
                .put("cluster", CLUSTER)
                .put("scenario", Scenario.NEW.name())
                .put("operator", OPERATOR)
                .set("versions", versions);
        JsonNode plan = Eventually.answer(
                "orchestration has not heard of the cluster",
                () -> coordinator.post(Service.ORCHESTRATION, Query.of("/plans"), wanted));
        PlanText.print(plan, terminal);
        return plan;
    }

    private RolloutView approved(PlatformClient coordinator, JsonNode plan) {
        Chapter.of(5, "Somebody else approves").announce(terminal);
        String hash = Json.text(plan, "hash");
        RolloutRequests asCoordinator = new RolloutRequests(coordinator);
        String rollout = Json.text(asCoordinator.request(hash), "id");
        terminal.print("coordinator requested rollout %s".formatted(rollout));
        Optional<String> refusal = refusal(() -> asCoordinator.approve(rollout, hash, "My own request.", List.of()));
        findings.expect("the requester cannot approve", refusal.isPresent(), refusal.orElse("it was accepted"));
        new RolloutRequests(session.asDemoAccount("approver"))
                .approve(rollout, hash, "Read, and agreed to.", List.of());
        terminal.print("approver approved plan %s".formatted(hash));
        new RolloutRequests(session.asDemoAccount("operator")).start(rollout);
        terminal.print("operator started it");
        return asCoordinator.find(rollout);
    }

    private static Optional<String> refusal(Runnable act) {
        try {
            act.run();
            return Optional.empty();
        } catch (CommandFailure failure) {
            if (failure.exitCode() == ExitCode.UNREACHABLE || failure.exitCode() == ExitCode.UNEXPECTED) {
                throw failure;
            }
            return Optional.of(failure.sentence());
        }
    }

    private Optional<RolloutView> lastRollout(PlatformClient coordinator) {
        RolloutRequests requests = new RolloutRequests(coordinator);
        return StreamSupport.stream(requests.list(CLUSTER, 1).spliterator(), false)
                .findFirst()
                .map(found -> requests.find(Json.text(found, "id")))
                .filter(found -> found.completed() || !found.ended());
    }

    private RolloutView carriedOut(RolloutView rollout) throws InterruptedException {
        if (rollout.completed()) {
            terminal.print("");
            terminal.print("The cluster is deployed already, by rollout %s; without --keep the demo begins afresh."
                    .formatted(rollout.id()));
            return rollout;
        }
        Chapter.of(6, "One node and one virtual server at a time").announce(terminal);
        PlatformClient operator = session.asDemoAccount("operator");
        AttendedGuide guide = new AttendedGuide(operator, terminal, place);
        RolloutView ended = new RolloutWatch(operator, terminal, surroundings.clock())
                .untilEnded(rollout.id(), look -> {
                    if (attended) {
                        guide.guide();
                    }
                });
        findings.expect(
                "the rollout is complete", ended.completed(), "%s, %s".formatted(ended.progress(), ended.status()));
        return ended;
    }

    private void history(RolloutView rollout) throws InterruptedException {
        PlatformClient auditor = session.asDemoAccount("auditor");
        AuditProof proof = new AuditProof(
                auditor,
                Documents.read(
                        place.state().resolve("data/audit-key/verifier-key").toString(), surroundings),
                findings);
        JsonNode history = proof.historyOf(rollout.id());
        HistoryText.print(history, terminal);
        terminal.print("");
        proof.check(history);
        new DeployedCluster(auditor, findings).check(CLUSTER);
    }
}
