package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.server.Ports;
import java.util.EnumMap;
import java.util.Map;

/** What the platform listens for on loopback, and where by default. */
enum PortUse {
    POSTGRESQL("PostgreSQL", 15432),
    KAFKA("Kafka", 19092),
    KAFKA_CONTROLLER("Kafka's controller", 19093),
    KEYCLOAK("Keycloak", 18080),
    KEYCLOAK_MANAGEMENT("Keycloak's management", 18090),
    INVENTORY("the inventory service", 18101),
    VALIDATION("the validation service", 18102),
    ORCHESTRATION("the orchestration service", 18103),
    AUDIT("the audit service", 18104),
    LAB("the lab", 18105);

    private final String use;
    private final int wanted;

    PortUse(String use, int wanted) {
        this.use = use;
        this.wanted = wanted;
    }

    /** A free port for each use, the default wherever it is free; the listener hears of every other. */
    static Map<PortUse, Integer> choose(Ports ports, ProgressListener listener) {
        Map<PortUse, Integer> chosen = new EnumMap<>(PortUse.class);
        for (PortUse use : values()) {
            int port = ports.nearest(use.wanted);
            chosen.put(use, port);
            if (port != use.wanted) {
                listener.on(new Progress.PortMoved(use.use, use.wanted, port));
            }
        }
        return chosen;
    }
}
