package dev.lockstep.systemtests;

import java.util.UUID;
import java.util.stream.Stream;

/**
 * One endpoint of the platform, with what a request about a foreign cluster looks like.
 *
 * @param service which service
 * @param method the HTTP method
 * @param path with values that name things outside of the scope of {@code outsider}
 * @param outsider an account whose scope does not reach the target, or without the role; empty where lists are filtered instead
 * @param body that a request with the right to it would send
 */
record Endpoints(String service, String method, String path, String outsider, String body) {

    private static final UUID NOBODYS = UUID.fromString("00000000-0000-4000-8000-000000000000");

    private static final String IMPORT =
            "{\"organization\":{\"name\":\"Fabrikam\"},\"cluster\":{\"name\":\"CLU01\",\"nodes\":[{\"name\":\"F-N1\"}]}}";
    private static final String ATTESTATION = "{\"reason\":\"r\"}";
    private static final String WAIVER =
            "{\"requirement\":\"NODE-TS-01\",\"reason\":\"r\",\"expiresAt\":\"2100-01-01T00:00:00Z\"}";
    private static final String FACTS = "{\"reason\":\"r\",\"changes\":[{\"path\":\"/name\",\"value\":\"v\"}]}";

    /** Every endpoint. */
    static Stream<Endpoints> all() {
        return Stream.concat(ofEachService(), ofEveryService());
    }

    private static Stream<Endpoints> ofEachService() {
        return Stream.of(
                of("inventory", "POST", "/api/inventory/imports?site=elsewhere", "inventory-editor", IMPORT),
                of("inventory", "GET", "/api/inventory/organizations", ""),
                of("inventory", "GET", "/api/inventory/organizations/fabrikam", "approver"),
                of("inventory", "GET", "/api/inventory/organizations/fabrikam/document", "approver"),
                of("inventory", "GET", "/api/inventory/organizations/fabrikam/facts", "approver"),
                of("inventory", "GET", "/api/inventory/organizations/fabrikam/history", "approver"),
                of("inventory", "POST", "/api/inventory/organizations/fabrikam/facts", "inventory-editor", FACTS),
                of("inventory", "GET", "/api/inventory/clusters", ""),
                of("inventory", "GET", "/api/inventory/clusters/fabrikam:clu01", "approver"),
                of("inventory", "GET", "/api/inventory/clusters/fabrikam:clu01/document", "approver"),
                of("inventory", "GET", "/api/inventory/clusters/fabrikam:clu01/facts", "approver"),
                of("inventory", "GET", "/api/inventory/clusters/fabrikam:clu01/history", "approver"),
                of("inventory", "POST", "/api/inventory/clusters/fabrikam:clu01/facts", "inventory-editor", FACTS),
                of("inventory", "POST", "/api/inventory/organizations/fabrikam/attestations", "operator", ATTESTATION),
                of("inventory", "POST", "/api/inventory/clusters/fabrikam:clu01/attestations", "operator", ATTESTATION),
                of("validation", "GET", "/api/validation/requirements", ""),
                of("validation", "GET", "/api/validation/requirements/NODE-DC-01", ""),
                of("validation", "GET", "/api/validation/clusters/fabrikam:clu01/report", "approver"),
                of("validation", "GET", "/api/validation/storage-layout", ""),
                of("validation", "POST", "/api/validation/clusters/fabrikam:clu01/what-if", "approver"),
                of("validation", "GET", "/api/validation/clusters/fabrikam:clu01/waivers", "approver"),
                of("validation", "POST", "/api/validation/clusters/fabrikam:clu01/waivers", "operator", WAIVER),
                of(
                        "validation",
                        "POST",
                        "/api/validation/clusters/fabrikam:clu01/waivers/%s/approval".formatted(NOBODYS),
                        "approver"),
                of(
                        "validation",
                        "POST",
                        "/api/validation/clusters/fabrikam:clu01/waivers/%s/rejection".formatted(NOBODYS),
                        "approver"),
                of(
                        "validation",
                        "POST",
                        "/api/validation/clusters/fabrikam:clu01/waivers/%s/revocation".formatted(NOBODYS),
                        "approver"),
                of("validation", "GET", "/api/validation/organizations/fabrikam/requirements", "approver"),
                of("validation", "POST", "/api/validation/organizations/fabrikam/requirements", ""),
                of("validation", "GET", "/api/validation/gates/" + NOBODYS, "approver"),
                of("orchestration", "GET", "/api/orchestration/plans", ""),
                of("orchestration", "POST", "/api/orchestration/plans", ""),
                of("orchestration", "GET", "/api/orchestration/plans/0000", "approver"),
                of("orchestration", "GET", "/api/orchestration/rollouts", ""),
                of("orchestration", "POST", "/api/orchestration/rollouts", ""),
                of("orchestration", "GET", "/api/orchestration/rollouts/" + NOBODYS, "approver"),
                of("orchestration", "GET", "/api/orchestration/rollouts/%s/events".formatted(NOBODYS), "approver"),
                of(
                        "orchestration",
                        "POST",
                        "/api/orchestration/rollouts/%s/approvals".formatted(NOBODYS),
                        "approver",
                        "{\"planHash\":\"0\"}"),
                of("orchestration", "POST", "/api/orchestration/rollouts/%s/start".formatted(NOBODYS), "operator"),
                of(
                        "orchestration",
                        "POST",
                        "/api/orchestration/rollouts/%s/abort".formatted(NOBODYS),
                        "operator",
                        "{\"reason\":\"r\"}"),
                of(
                        "orchestration",
                        "POST",
                        "/api/orchestration/rollouts/%s/steps/s/attestations".formatted(NOBODYS),
                        "operator",
                        "{\"attempt\":1,\"outcome\":\"DONE\",\"evidence\":\"e\"}"),
                of(
                        "orchestration",
                        "POST",
                        "/api/orchestration/rollouts/%s/steps/s/decisions".formatted(NOBODYS),
                        "operator",
                        "{\"decision\":\"RETRY\",\"reason\":\"r\"}"),
                of("orchestration", "GET", "/api/orchestration/attended-work", ""),
                of("orchestration", "POST", "/api/orchestration/runner/tasks/lease", ""),
                of("orchestration", "POST", "/api/orchestration/runner/tasks/%s/heartbeat".formatted(NOBODYS), ""),
                of("orchestration", "POST", "/api/orchestration/runner/tasks/%s/output".formatted(NOBODYS), ""),
                of("orchestration", "POST", "/api/orchestration/runner/tasks/%s/result".formatted(NOBODYS), ""),
                of("audit", "GET", "/api/audit/entries", ""),
                of("audit", "GET", "/api/audit/entries/0", ""),
                of("audit", "GET", "/api/audit/entries/0/proof", ""),
                of("audit", "GET", "/api/audit/checkpoint", ""),
                of("audit", "GET", "/api/audit/verifier-key", ""),
                of("audit", "GET", "/api/audit/consistency", ""),
                of("audit", "GET", "/api/audit/verification", ""),
                of("audit", "GET", "/api/audit/log/checkpoint", ""),
                of("audit", "GET", "/api/audit/log/tile/0/0", ""),
                of("audit", "GET", "/api/audit/rollouts/%s/history".formatted(NOBODYS), ""));
    }

    private static Stream<Endpoints> ofEveryService() {
        return Stream.of("inventory", "validation", "orchestration", "audit")
                .flatMap(service -> Stream.of(
                        of(service, "GET", "/api/platform/views", "auditor"),
                        of(service, "POST", "/api/platform/views/v/rebuild", "auditor"),
                        of(service, "GET", "/api/platform/parked-events", "auditor"),
                        of(service, "POST", "/api/platform/parked-events/retry", "auditor"),
                        of(service, "POST", "/api/platform/parked-events/skip", "auditor")));
    }

    private static Endpoints of(String service, String method, String path, String outsider) {
        return of(service, method, path, outsider, "{}");
    }

    private static Endpoints of(String service, String method, String path, String outsider, String body) {
        return new Endpoints(service, method, path, outsider, body);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
