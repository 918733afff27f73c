package dev.lockstep.history.person;

import java.util.Set;

/**
 * A person as entries know them.
 *
 * @param key under which what is about them stands
 * @param sealedName the name of their account, sealed once: two entries name the same person by the same text
 */
public record Person(PersonKey key, SealedText sealedName) {

    /** What the identity provider calls the accounts of its clients. */
    private static final String CLIENT = "service-account-";

    /** As which the services act themselves. */
    private static final Set<String> SERVICES =
            Set.of("inventory-service", "validation-service", "orchestration-service", "audit-service");

    /** What roles are called. In a text such a word means the role, also where an account is called like it. */
    public static final Set<String> ROLES =
            Set.of("coordinator", "operator", "approver", "auditor", "inventory-editor", "administrator", "runner");

    /** A person of whom nothing was said yet. */
    public static Person first(String name) {
        PersonKey key = PersonKey.generate();
        return new Person(key, key.sealName(name));
    }

    /** Whether an account is a person's: not that of a client of the identity provider, and none of our services. */
    public static boolean isNamed(String account) {
        return !account.isBlank() && !account.startsWith(CLIENT) && !SERVICES.contains(account);
    }
}
