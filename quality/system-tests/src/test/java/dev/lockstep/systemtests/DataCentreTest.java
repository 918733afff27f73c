package dev.lockstep.systemtests;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rollouts of every kind on the whole platform, side by side on the clusters of one data centre, in spite of every {@link Mishap}. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
@ExtendWith(DataCentreRun.Shared.class)
class DataCentreTest {

    private static final String RELEASED = "6.5.6944";
    private static final String SERVICE_PACK_2 = "6.5.7638";

    /** The order of catalogue §2.9 for two active nodes, and the same as it is seen at the consoles. */
    private static final Journey TWO_ACTIVE_NODES = new Journey(
            "CLU02",
            "UPG",
            RELEASED,
            RELEASED,
            List.of(
                    "move-evsa-to-e2k-n2",
                    "setup-e2k-n1",
                    "upgrade-evsa",
                    "upgrade-evsb",
                    "setup-e2k-n2",
                    "move-evsb-to-e2k-n2",
                    "sign-off"),
            List.of(
                    "cluster /cluster:CLU02 group EVSA /moveto:E2K-N2",
                    "E2K-N1 setup",
                    "E2K-N1 exchange-wizard upgrade-virtual-server -group EVSA",
                    "E2K-N1 exchange-wizard upgrade-virtual-server -group EVSB",
                    "E2K-N2 setup",
                    "cluster /cluster:CLU02 group EVSB /moveto:E2K-N2"),
            Map.of("EVSA", "E2K-N1", "EVSB", "E2K-N2"));

    private static final Journey SERVICE_PACK = new Journey(
            "CLU02",
            "SP",
            SERVICE_PACK_2,
            SERVICE_PACK_2,
            List.of("setup-e2k-n1", "upgrade-evsa", "upgrade-evsb", "setup-e2k-n2", "sign-off"),
            List.of("E2K-N1 setup", "E2K-N2 setup"),
            Map.of("EVSA", "E2K-N1", "EVSB", "E2K-N2"));

    /** The passive node first, then the virtual server on to it, then the other node (catalogue §2.9). */
    private static final Journey ACTIVE_AND_PASSIVE_NODE = new Journey(
            "CLU03",
            "UPG",
            RELEASED,
            RELEASED,
            List.of("setup-ap-n2", "bring-evsc-to-ap-n2", "upgrade-evsc", "setup-ap-n1", "sign-off"),
            List.of(
                    "AP-N2 setup",
                    "cluster /cluster:CLU03 group EVSC /moveto:AP-N2",
                    "AP-N2 exchange-wizard upgrade-virtual-server -group EVSC",
                    "AP-N1 setup"),
            Map.of("EVSC", "AP-N2"));

    /** Each virtual server in turn to the passive node, its node, and back on to it; the passive node last (catalogue §2.9). */
    private static final Journey FOUR_NODES = new Journey(
            "CLU04",
            "UPG",
            RELEASED,
            RELEASED,
            List.of(
                    "move-evs1-to-dc-n4",
                    "setup-dc-n1",
                    "upgrade-evs1",
                    "move-evs2-to-dc-n4",
                    "setup-dc-n2",
                    "upgrade-evs2",
                    "move-evs3-to-dc-n4",
                    "setup-dc-n3",
                    "upgrade-evs3",
                    "setup-dc-n4",
                    "failover-evs3-to-dc-n4",
                    "sign-off"),
            List.of(
                    "cluster /cluster:CLU04 group EVS1 /moveto:DC-N4",
                    "DC-N1 setup",
                    "DC-N1 exchange-wizard upgrade-virtual-server -group EVS1",
                    "cluster /cluster:CLU04 group EVS2 /moveto:DC-N4",
                    "DC-N2 setup",
                    "DC-N2 exchange-wizard upgrade-virtual-server -group EVS2",
                    "cluster /cluster:CLU04 group EVS3 /moveto:DC-N4",
                    "DC-N3 setup",
                    "DC-N3 exchange-wizard upgrade-virtual-server -group EVS3",
                    "DC-N4 setup"),
            Map.of("EVS1", "DC-N1", "EVS2", "DC-N2", "EVS3", "DC-N3"));

    /** The only node cannot be emptied: its virtual server is offline while Setup runs (catalogue §2.9). */
    private static final Journey ONE_NODE = new Journey(
            "CLU05",
            "UPG",
            RELEASED,
            RELEASED,
            List.of("offline-evsd", "setup-one-n1", "upgrade-evsd", "online-evsd", "sign-off"),
            List.of("ONE-N1 setup", "ONE-N1 exchange-wizard upgrade-virtual-server -group EVSD"),
            Map.of("EVSD", "ONE-N1"));

    /**
     * The new cluster to which the mailboxes of Exchange 5.5 go, with an HTTP virtual server for the hosted namespace. Its site has
     * Exchange 5.5: Setup waits until the rollout of another cluster has given the site its stand-alone Exchange 2003 server.
     */
    private static final Journey HOSTED_NAMESPACE = new Journey(
            "CLU06",
            "NEW",
            RELEASED,
            RELEASED,
            List.of(
                    "setup-host-n1",
                    "system-attendant-evsh",
                    "http-tailspintoys-com-evsh",
                    "http-online-tailspintoys-com-evsh",
                    "verify-evsh",
                    "host-name-tailspintoys-com",
                    "sign-off"),
            List.of(
                    "HOST-N1 setup",
                    "HOST-N1 exchange-wizard create-system-attendant -group EVSH",
                    "HOST-N1 exchange-wizard create-http-virtual-server -group EVSH",
                    "cluster /cluster:CLU06 res Exchange HTTP Virtual Server - (MAILH) - (tailspintoys.com) /online",
                    "dnscmd . /RecordAdd tailspintoys.com @ A 10.10.6.31"),
            Map.of("EVSH", "HOST-N1"));

    /** In an organization with Exchange 5.5 the site gets its stand-alone server before the upgrade (catalogue §2.10). */
    private static final Journey MIXED_ORGANIZATION = new Journey(
            "CLU08",
            "MIX",
            RELEASED,
            RELEASED,
            List.of("first-server-of-paris", "setup-par-n2", "upgrade-evsp", "setup-par-n1", "sign-off"),
            List.of("PAR-N2 setup", "PAR-N2 exchange-wizard upgrade-virtual-server -group EVSP", "PAR-N1 setup"),
            Map.of("EVSP", "PAR-N2"));

    /** Mailboxes go to the new cluster, the server is retired, and the organization leaves mixed mode (catalogue §2.10 b). */
    private static final Journey FROM_EXCHANGE_55 = new Journey(
            "CLU09",
            "MIG55",
            RELEASED,
            "5.5.2653",
            List.of("check-decision", "new-cluster", "mailboxes-of-ex55p", "retire-ex55p", "native-mode"),
            List.of("setup /Remove:EX55P"),
            Map.of());

    static final List<List<Journey>> JOURNEYS = List.of(
            List.of(TWO_ACTIVE_NODES, SERVICE_PACK),
            List.of(FOUR_NODES),
            List.of(ACTIVE_AND_PASSIVE_NODE),
            List.of(ONE_NODE),
            List.of(HOSTED_NAMESPACE),
            List.of(MIXED_ORGANIZATION),
            List.of(FROM_EXCHANGE_55));

    @Test
    void everyClusterArrivesAndTheHistoryProvesIt(DataCentreRun run) throws Exception {
        run.arrived();

        AuditCompleteness.assertComplete(run.scene());
    }
}
