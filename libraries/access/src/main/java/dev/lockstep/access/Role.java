package dev.lockstep.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of act an account may do. Where it may do it is a {@link Scope}. */
public enum Role {
    /** Plans and requests rollouts. */
    COORDINATOR,
    /** Carries out attended work and decides on held steps. */
    OPERATOR,
    /** Approves and rejects. */
    APPROVER,
    /** Reads the history. */
    AUDITOR,
    /** Imports and changes recorded facts. */
    INVENTORY_EDITOR,
    /** Looks after the platform itself. */
    ADMINISTRATOR,
    /** A site runner's service account. */
    RUNNER;

    /** The role's name in tokens, for example {@code inventory-editor}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role of a name in a token; empty for roles that mean nothing here. */
    public static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
