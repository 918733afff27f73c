package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Approvals that lapsed, were carried over or were overridden, as people see them. */
class ApprovalCommandsTest extends StubPlatformTest {

    @Test
    void theSecondPersonAgreesToTheProposalThatStands() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","steps":[],"overrideProposal":{"id":"p7","step":"a"}}""");
        platform.answers("POST /api/orchestration/rollouts/r1/steps/a/overrides/p7/confirmation", 200, "{}");
        platform.answers("GET /api/orchestration/rollouts/r2", 200, """
                {"id":"r2","steps":[]}""");

        CommandRun agreed = run("rollout", "agree-break-glass", "r1", "a", "--comment", "fire", "--as", "approver");
        CommandRun nothing = run("rollout", "agree-break-glass", "r2", "a", "--as", "approver");

        assertThat(agreed.out()).contains("Step a may begin without approval for an hour.");
        assertThat(platform.asked().get(1).body()).isEqualTo("{\"comment\":\"fire\"}");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains("Nobody has proposed that step 'a' goes on without approval.");
    }

    @Test
    void brokenGlassLapsesAndOriginsAreShown() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","cluster":"contoso:clu01","planHash":"h","status":"RUNNING","steps":[],
                 "approvals":[{"part":"plan","extent":"PLAN","needed":2,"counting":1,"steps":[],
                  "delegations":["EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First"],"approvals":[
                   {"approver":{"name":"arne"},"standing":"LAPSED","lapsedAt":"2026-01-01T00:00:00Z","lapseReason":"no DNS"},
                   {"approver":{"name":"frida"},"standing":"COUNTS","carriedFrom":"r0"}]}],
                 "overrides":[{"step":"a","reason":"fire","proposedBy":{"name":"olga"},"confirmedBy":{"name":"arne"},
                   "confirmedAt":"2026-01-01T00:00:00Z"}]}""");

        CommandRun shown = run("rollout", "show", "r1", "--as", "operator");

        assertThat(shown.out())
                .contains(
                        "GLASS BROKEN for a by olga and arne",
                        "1 of 2, each with EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First",
                        ": fire",
                        "lapsed at ",
                        "no DNS",
                        "carried over from rollout r0");
    }

    @Test
    void aRolloutThatReplacesAnotherSaysSoInItsRequest() {
        platform.answers("POST /api/orchestration/rollouts", 201, """
                {"id":"r2","status":"APPROVED"}""");

        CommandRun run = run("rollout", "request", "h", "--replaces", "r1", "--as", "coordinator");

        assertThat(run.out()).contains("Rollout r2 is approved by what was carried over.");
        assertThat(platform.asked().getFirst().body()).isEqualTo("{\"planHash\":\"h\",\"replaces\":\"r1\"}");
    }

    @Test
    void aRolloutTellsTheWayBackOfEachStepAndWhyOneWasSkipped() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","cluster":"contoso:clu01","planHash":"h","status":"RUNNING","steps":[
                 {"id":"a","title":"A","status":"SKIPPED","reversibility":"REVERSIBLE","undo":"sc \\\\\\\\N1 stop W3SVC",
                  "undoByCommand":true,"onFailure":"RETRY","attempts":3,"locks":["cluster contoso:clu01"],"skipped":"it is so already"},
                 {"id":"b","title":"B","status":"HELD","reversibility":"POINT_OF_NO_RETURN","undoByCommand":false,
                  "onFailure":"HOLD","attempts":1,"locks":[]},
                 {"id":"c","title":"C","status":"PENDING","reversibility":"COMPENSATED","undo":"Remove it","undoByCommand":false,
                  "onFailure":"HOLD","attempts":1,"locks":[],"skipExpected":"the steps before it bring it about"}]}""");

        CommandRun shown = run("rollout", "show", "r1", "--as", "operator");

        assertThat(shown.out())
                .contains(
                        "way back: undo: sc \\\\N1 stop W3SVC; if it fails: repeated up to 3 times, then held; locks cluster",
                        "skipped: it is so already",
                        "NO WAY BACK; if it fails: held until somebody decides: only forward, or a restore from backup",
                        "way back: only by other means: Remove it",
                        "expected to be skipped: the steps before it bring it about");
    }

    @Test
    void aPlanThatThePlatformKeepsIsShown() {
        platform.answers("GET /api/orchestration/plans/h", 200, """
                {"hash":"h","scenario":"NEW","steps":[{"id":"a","title":"A","cluster":"CLU01","command":["sc","stop it"],
                 "actor":"automatic","locks":[],"onFailure":"HOLD","attempts":1,"reversibility":{"kind":"POINT_OF_NO_RETURN"},
                 "authority":"EXCHANGE_FULL_ADMINISTRATOR","authorityAt":["First","Second"],"skip":{}},
                 {"id":"b","title":"B","cluster":"CLU01","command":[],"actor":"attended","locks":[],"onFailure":"HOLD","attempts":1,
                 "reversibility":{"kind":"COMPENSATED"},"authority":"EXCHANGE_ADMINISTRATOR","skip":{}}]}""");

        CommandRun shown = run("plan-show", "h", "--as", "approver");

        assertThat(shown.out())
                .contains(
                        "NO WAY BACK",
                        "sc \"stop it\"",
                        "Plan h",
                        "approved with EXCHANGE_FULL_ADMINISTRATOR at the administrative groups First, Second",
                        "approved with EXCHANGE_ADMINISTRATOR at the organization");
    }
}
