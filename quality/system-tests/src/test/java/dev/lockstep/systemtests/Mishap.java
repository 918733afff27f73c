package dev.lockstep.systemtests;

import static org.awaitility.Awaitility.await;

import dev.lockstep.systemtests.Watcher.Place;
import java.io.IOException;
import java.time.Duration;

/**
 * Something that goes wrong on the way of a cluster: what the lab is told to do, in which state the procedure then rests and what it says,
 * and how it goes on once it is mended. That the cluster arrives all the same is what its journey shows.
 */
enum Mishap {
    SETUP_FAILS_AT_A_STAGE("""
            {"id": "setup", "kind": "SETUP_FAILS", "node": "AP-N2", "stage": "COPYING_FILES"}""") {
        @Override
        void isMet(Watcher person) {
            Place place = person.awaits("clu03", "setup-ap-n2", "HELD", "not done", "Setup was interrupted");
            person.cannotUndo(place, "point of no return");
            person.faults().mend("setup");
            person.decides(place, "retry");
        }
    },
    NODE_DOES_NOT_COME_BACK("""
            {"id": "down", "kind": "NODE_STAYS_DOWN", "node": "ONE-N1"}""") {
        @Override
        void isMet(Watcher person) {
            Place place = person.awaits("clu05", "reboot-one-n1", "HELD", "not done", "did not come back");
            person.faults().mend("down");
            person.decides(place, "verify_again");
        }
    },
    REPLICATION_STALLS("") {
        @Override
        void isMet(Watcher person) {
            // Only when the cluster comes near it, because it is the others' directory as well.
            person.reaches("clu05", "reboot-one-n1");
            person.faults().arm("""
                    {"id": "stalls", "kind": "REPLICATION_STALLS", "controller": "dc1.corp.contoso.com"}""");
            person.awaits("clu05", "upgrade-evsd", "CHECKING", "the last look did not show it", "it has until");
            person.faults().mend("stalls");
        }
    },
    GROUP_STAYS_PARTIALLY_ONLINE("""
            {"id": "partial", "kind": "RESOURCE_STAYS_OFFLINE", "cluster": "CLU08", "resource": "MSDTC"}""") {
        @Override
        void isMet(Watcher person) {
            person.awaits(
                    "clu08",
                    "move-cluster-group-off-par-n2",
                    "CHECKING",
                    "the last look did not show it",
                    "PARTIALLY_ONLINE");
            person.faults().mend("partial");
        }
    },
    CLOCK_IS_WRONG("""
            {"id": "clock", "kind": "CLOCK_SKEW", "node": "PAR-N2", "minutes": 30}""") {
        @Override
        void isMet(Watcher person) {
            Place place =
                    person.awaits("clu08", "setup-par-n2", "HELD", "not done", "clock of PAR-N2 differs by 30 minutes");
            person.faults().mend("clock");
            person.decides(place, "retry");
        }
    },
    COMMAND_HANGS_AND_IS_TAKEN_BACK("""
            {"id": "hang", "kind": "HANG_AFTER_WORK", "program": "cluster", "arguments": ["/cluster:CLU06", "EVSH", "/create"]}""") {
        @Override
        void isMet(Watcher person) throws IOException {
            person.awaits("clu06", "create-group-evsh", "EXECUTING", "runs the command");
            await().atMost(SOON).until(() -> person.faults().left("hang") == 0);
            person.faults().arm("""
                    {"id": "foreign", "kind": "FOREIGN_LANGUAGE", "program": "cluster", "arguments": ["/cluster:CLU06", "/status"], "count": 100}""");
            person.faults().mend("hang");
            Place place = person.awaits("clu06", "create-group-evsh", "HELD", "5 looks in a row failed");
            person.faults().mend("foreign");
            person.decides(place, "undo");
            person.awaits("clu06", "create-group-evsh", "HELD", "taken back, as operator decided");
            person.assertStarted("cluster /cluster:CLU06 group EVSH /delete");
            person.decides(place, "retry");
        }
    },
    LOOK_HANGS("""
            {"id": "stuck", "kind": "HANG", "program": "sc", "arguments": ["ONE-N1", "query", "ClusSvc"]}""") {
        @Override
        void isMet(Watcher person) {
            await().atMost(LIMIT).until(() -> person.faults().left("stuck") == 0);
            person.awaits("clu05", "", "LOOKING", "which looks at the cluster");
            person.faults().mend("stuck");
        }
    },
    COMMAND_SAYS_WELL_AND_DOES_NOTHING("""
            {"id": "nothing", "kind": "SUCCEED_WITHOUT_WORK", "program": "sc", "arguments": ["AP-N1", "stop", "NntpSvc"]}""") {
        @Override
        void isMet(Watcher person) throws IOException, InterruptedException {
            // It is looked at until its patience ends, and then done again; somebody may be faster.
            person.awaits("clu03", "stop-nntp-ap-n1", "CHECKING", "the last look did not show it", "it has until");
            person.doesByHand("sc", "\\\\AP-N1", "stop", "NntpSvc");
            person.seesCompletedAtOnce("clu03", "stop-nntp-ap-n1");
        }
    },
    OUTPUT_IS_GARBLED("""
            {"id": "garbled", "kind": "GARBLED_OUTPUT", "program": "sc", "arguments": ["E2K-N2", "query", "ClusSvc"], "count": 5}""") {
        @Override
        void isMet(Watcher person) {
            person.decides(person.awaits("clu02", "", "HELD", "5 looks in a row failed"), "retry");
        }
    },
    OUTPUT_IS_TRUNCATED("""
            {"id": "truncated", "kind": "TRUNCATED_OUTPUT", "program": "cluster", "arguments": ["/cluster:CLU04", "node", "/status"], "count": 5}""") {
        @Override
        void isMet(Watcher person) {
            person.decides(person.awaits("clu04", "", "HELD", "5 looks in a row failed"), "retry");
        }
    },
    COMMAND_FAILS_AFTER_ITS_WORK("""
            {"id": "fails", "kind": "FAIL_AFTER_WORK", "program": "cluster", "arguments": ["/cluster:CLU04", "EVS1", "/moveto"]}""") {
        @Override
        void isMet(Watcher person) {
            // Nobody is asked: a look shows that it had its effect.
            await().atMost(LIMIT).until(() -> person.faults().left("fails") == 0);
            person.seesCompletedAtOnce("clu04", "move-evs1-to-dc-n4");
        }
    };

    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final String fault;

    Mishap(String fault) {
        this.fault = fault;
    }

    /** Before anybody begins. */
    void arm(LabFaults faults) {
        if (!fault.isEmpty()) {
            faults.arm(fault);
        }
    }

    /** What is to be seen of it, and how it is mended. */
    abstract void isMet(Watcher person) throws IOException, InterruptedException;
}
