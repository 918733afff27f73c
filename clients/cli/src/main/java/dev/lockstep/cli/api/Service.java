package dev.lockstep.cli.api;

import java.util.Locale;

/** What the command line talks to. */
public enum Service {
    INVENTORY("/api/inventory"),
    VALIDATION("/api/validation"),
    ORCHESTRATION("/api/orchestration"),
    AUDIT("/api/audit"),
    IDENTITY("/realms/lockstep"),
    LAB("");

    private final String root;

    Service(String root) {
        this.root = root;
    }

    /** The path below which it answers. */
    String root() {
        return root;
    }

    /** Its name in sentences. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The component of a platform on this machine that is this service. */
    public String component() {
        return this == IDENTITY ? "keycloak" : label();
    }

    /** The environment variable that names its URL. */
    public String variable() {
        return "LOCKSTEP_" + name() + "_URL";
    }
}
