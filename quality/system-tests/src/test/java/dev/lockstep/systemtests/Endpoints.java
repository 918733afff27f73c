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

    /** Method, path, outsider and body; {@code -} where lists are filtered instead. */
    private static final String OF_EACH_SERVICE = """
            POST /api/inventory/imports?site=elsewhere                               inventory-editor {"organization":{"name":"Fabrikam"},"cluster":{"name":"CLU01","nodes":[{"name":"F-N1"}]}}
            GET  /api/inventory/organizations                                        -                {}
            GET  /api/inventory/organizations/fabrikam                               approver         {}
            GET  /api/inventory/organizations/fabrikam/document                      approver         {}
            GET  /api/inventory/organizations/fabrikam/facts                         approver         {}
            GET  /api/inventory/organizations/fabrikam/history                       approver         {}
            POST /api/inventory/organizations/fabrikam/facts                         inventory-editor {"reason":"r","changes":[{"path":"/name","value":"v"}]}
            GET  /api/inventory/clusters                                             -                {}
            GET  /api/inventory/clusters/fabrikam:clu01                              approver         {}
            GET  /api/inventory/clusters/fabrikam:clu01/document                     approver         {}
            GET  /api/inventory/clusters/fabrikam:clu01/facts                        approver         {}
            GET  /api/inventory/clusters/fabrikam:clu01/history                      approver         {}
            POST /api/inventory/clusters/fabrikam:clu01/facts                        inventory-editor {"reason":"r","changes":[{"path":"/name","value":"v"}]}
            POST /api/inventory/organizations/fabrikam/attestations                  operator         {"reason":"r"}
            POST /api/inventory/organizations/fabrikam/observations                  inventory-editor {"reason":"r","observedAt":"2026-01-01T00:00:00Z","facts":[{"path":"/mode","value":"NATIVE","source":"s"}]}
            POST /api/inventory/clusters/fabrikam:clu01/observations                 inventory-editor {"reason":"r","observedAt":"2026-01-01T00:00:00Z","facts":[{"path":"/formed","value":true,"source":"s"}]}
            POST /api/inventory/clusters/fabrikam:clu01/attestations                 operator         {"reason":"r"}
            POST /api/inventory/clusters/fabrikam:clu01/confirmations                approver         {"reason":"r","changes":[{"path":"/name","value":"v"}]}
            GET  /api/validation/requirements                                        -                {}
            GET  /api/validation/requirements/NODE-DC-01                             -                {}
            GET  /api/validation/clusters/fabrikam:clu01/report                      approver         {}
            GET  /api/validation/storage-layout                                      -                {}
            POST /api/validation/clusters/fabrikam:clu01/what-if                     approver         {}
            GET  /api/validation/clusters/fabrikam:clu01/waivers                     approver         {}
            POST /api/validation/clusters/fabrikam:clu01/waivers                     operator         {"requirement":"NODE-TS-01","reason":"r","expiresAt":"2100-01-01T00:00:00Z"}
            POST /api/validation/clusters/fabrikam:clu01/waivers/{nobody}/approval   approver         {}
            POST /api/validation/clusters/fabrikam:clu01/waivers/{nobody}/rejection  approver         {}
            POST /api/validation/clusters/fabrikam:clu01/waivers/{nobody}/revocation approver         {}
            GET  /api/validation/organizations/fabrikam/requirements                 approver         {}
            POST /api/validation/organizations/fabrikam/requirements                 -                {}
            GET  /api/validation/gates/{nobody}                                      approver         {}
            GET  /api/orchestration/plans                                            -                {}
            POST /api/orchestration/plans                                            -                {}
            GET  /api/orchestration/plans/0000                                       approver         {}
            GET  /api/orchestration/plans/0000/difference?from=0000                  approver         {}
            GET  /api/orchestration/rollouts                                         -                {}
            POST /api/orchestration/rollouts                                         -                {}
            GET  /api/orchestration/rollouts/{nobody}                                approver         {}
            GET  /api/orchestration/rollouts/{nobody}/events                         approver         {}
            POST /api/orchestration/rollouts/{nobody}/approvals                      approver         {"planHash":"0"}
            POST /api/orchestration/rollouts/{nobody}/start                          operator         {}
            POST /api/orchestration/rollouts/{nobody}/abort                          operator         {"reason":"r"}
            POST /api/orchestration/rollouts/{nobody}/pause                          operator         {"reason":"r"}
            POST /api/orchestration/rollouts/{nobody}/resume                         operator         {"reason":"r"}
            GET  /api/orchestration/rollouts/{nobody}/evidence                       approver         {}
            GET  /api/orchestration/rollouts/{nobody}/evidence/0000000000000000000000000000000000000000000000000000000000000000 approver         {}
            POST /api/orchestration/rollouts/{nobody}/steps/s/evidence?name=n        operator         {}
            POST /api/orchestration/rollouts/{nobody}/steps/s/attestations           operator         {"attempt":1,"outcome":"DONE","evidence":"e"}
            POST /api/orchestration/rollouts/{nobody}/steps/s/decisions              operator         {"decision":"RETRY","reason":"r"}
            POST /api/orchestration/rollouts/{nobody}/steps/s/mark-done-proposals    operator         {"reason":"r","evidence":"e"}
            POST /api/orchestration/rollouts/{nobody}/steps/s/mark-done-proposals/{nobody}/confirmation approver {}
            POST /api/orchestration/rollouts/{nobody}/steps/s/mark-done-proposals/{nobody}/rejection approver {"reason":"r"}
            POST /api/orchestration/rollouts/{nobody}/steps/s/overrides              operator         {"reason":"r"}
            POST /api/orchestration/rollouts/{nobody}/steps/s/overrides/{nobody}/confirmation approver {}
            GET  /api/orchestration/deputies                                         -                {}
            POST /api/orchestration/deputies                                         approver         {"organization":"fabrikam","deputy":"d","until":"2100-01-01T00:00:00Z","reason":"r"}
            GET  /api/orchestration/deputies/{nobody}                                approver         {}
            POST /api/orchestration/deputies/{nobody}/agreement                      approver         {}
            POST /api/orchestration/deputies/{nobody}/end                            approver         {"reason":"r"}
            GET  /api/orchestration/attended-work                                    -                {}
            POST /api/orchestration/runner/tasks/lease                               -                {}
            POST /api/orchestration/runner/tasks/{nobody}/heartbeat                  -                {}
            POST /api/orchestration/runner/tasks/{nobody}/output                     -                {}
            POST /api/orchestration/runner/tasks/{nobody}/result                     -                {}
            GET  /api/audit/entries                                                  -                {}
            GET  /api/audit/entries/0                                                -                {}
            GET  /api/audit/entries/0/proof                                          -                {}
            GET  /api/audit/facets                                                   -                {}
            GET  /api/audit/timeline                                                 -                {}
            GET  /api/audit/checkpoint                                               -                {}
            GET  /api/audit/verifier-key                                             -                {}
            POST /api/audit/verifier-key/rotation                                    auditor          {}
            POST /api/audit/verifier-key/retirement                                  auditor          {}
            GET  /api/audit/holds                                                    operator         {}
            POST /api/audit/holds                                                    operator         {"kind":"cluster","id":"fabrikam:clu01","reason":"r"}
            POST /api/audit/holds/{nobody}/lifting                                   operator         {"reason":"r"}
            GET  /api/audit/erasures                                                 operator         {}
            POST /api/audit/erasures                                                 operator         {"person":"p","reason":"r"}
            POST /api/audit/erasures/{nobody}/confirmation                           operator         {}
            GET  /api/audit/retention                                                operator         {}
            GET  /api/audit/witnesses                                                -                {}
            GET  /api/audit/witnessed-checkpoint                                     -                {}
            GET  /api/audit/bundle/1/witnessed-checkpoint                            -                {}
            GET  /api/audit/consistency                                              -                {}
            GET  /api/audit/verification                                             -                {}
            GET  /api/audit/entries/0/data                                           -                {}
            GET  /api/audit/bundle/manifest                                          -                {}
            GET  /api/audit/bundle/1/person-keys                                     operator         {}
            GET  /api/audit/bundle/1/checkpoints                                     -                {}
            GET  /api/audit/bundle/access-matrix.json                                -                {}
            GET  /api/audit/log/tile/entries/0                                       -                {}
            GET  /api/audit/log/checkpoint                                           -                {}
            GET  /api/audit/log/tile/0/0                                             -                {}
            GET  /api/audit/rollouts/{nobody}/certificate                            -                {}
            GET  /api/audit/rollouts/{nobody}/report                                 -                {}
            GET  /api/audit/rollouts/{nobody}/history                                -                {}
            """;

    private static final String OF_EVERY_SERVICE = """
            GET  /api/platform/views                auditor {}
            POST /api/platform/views/v/rebuild      auditor {}
            GET  /api/platform/parked-events        auditor {}
            POST /api/platform/parked-events/retry  auditor {}
            POST /api/platform/parked-events/skip   auditor {}
            """;

    /** Every endpoint. */
    static Stream<Endpoints> all() {
        Stream<Endpoints> ofEachService = OF_EACH_SERVICE.lines().map(line -> of(serviceIn(line), line));
        Stream<Endpoints> ofEveryService = Stream.of("inventory", "validation", "orchestration", "audit")
                .flatMap(service -> OF_EVERY_SERVICE.lines().map(line -> of(service, line)));
        return Stream.concat(ofEachService, ofEveryService);
    }

    /** The service is the second part of a path: {@code /api/inventory/…}. */
    private static String serviceIn(String line) {
        return line.split("/", 4)[2];
    }

    private static Endpoints of(String service, String line) {
        String[] columns = line.split(" +", 4);
        return new Endpoints(
                service,
                columns[0],
                columns[1].replace("{nobody}", NOBODYS.toString()),
                columns[2].equals("-") ? "" : columns[2],
                columns[3]);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
