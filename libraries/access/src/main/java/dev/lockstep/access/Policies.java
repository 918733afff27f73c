package dev.lockstep.access;

import static dev.lockstep.access.AccessPolicy.Where.ANYWHERE;
import static dev.lockstep.access.AccessPolicy.Where.FILTERED;
import static dev.lockstep.access.AccessPolicy.Where.TARGET;
import static dev.lockstep.access.Role.ADMINISTRATOR;
import static dev.lockstep.access.Role.APPROVER;
import static dev.lockstep.access.Role.AUDITOR;
import static dev.lockstep.access.Role.COORDINATOR;
import static dev.lockstep.access.Role.INVENTORY_EDITOR;
import static dev.lockstep.access.Role.OPERATOR;
import static dev.lockstep.access.Role.RUNNER;

import dev.lockstep.access.AccessPolicy.Recorded;
import dev.lockstep.access.AccessPolicy.Where;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every policy of the platform. An act that none of them names is permitted to nobody. */
public final class Policies {

    private static final Set<Role> PEOPLE = EnumSet.complementOf(EnumSet.of(RUNNER));

    /** All policies, by service. */
    public static final List<AccessPolicy> ALL = List.of(
            read("inventory.list", FILTERED, PEOPLE),
            read("inventory.read", TARGET, PEOPLE),
            change("inventory.import", INVENTORY_EDITOR),
            change("inventory.change-facts", INVENTORY_EDITOR),
            change("inventory.observe", INVENTORY_EDITOR),
            change("inventory.attest-facts", INVENTORY_EDITOR, OPERATOR),
            sensitive("inventory.confirm-facts", APPROVER),
            read("validation.catalogue", ANYWHERE, PEOPLE),
            read("validation.report", TARGET, PEOPLE),
            change("validation.request-waiver", COORDINATOR, OPERATOR),
            sensitive("validation.decide-waiver", APPROVER),
            change("validation.revoke-waiver", APPROVER, COORDINATOR),
            change("validation.change-requirements", ADMINISTRATOR),
            change("orchestration.plan", COORDINATOR),
            read("orchestration.list", FILTERED, PEOPLE),
            read("orchestration.read", TARGET, PEOPLE),
            change("orchestration.request", COORDINATOR),
            sensitive("orchestration.approve", APPROVER),
            change("orchestration.start", COORDINATOR, OPERATOR),
            change("orchestration.attest", OPERATOR),
            change("orchestration.decide", COORDINATOR, OPERATOR),
            sensitive("orchestration.decide-mark", APPROVER),
            sensitive("orchestration.break-glass", COORDINATOR, OPERATOR),
            sensitive("orchestration.agree-break-glass", APPROVER),
            sensitive("orchestration.appoint-deputy", APPROVER),
            sensitive("orchestration.agree-deputy", APPROVER),
            change("orchestration.end-deputy", APPROVER, ADMINISTRATOR),
            new AccessPolicy("runner.work", EnumSet.of(RUNNER), TARGET, false, Recorded.EFFECTS),
            history("audit.search", FILTERED, EnumSet.of(AUDITOR, COORDINATOR, OPERATOR, APPROVER)),
            history("audit.verify", TARGET, EnumSet.of(AUDITOR)),
            read("audit.checkpoint", ANYWHERE, PEOPLE),
            sensitive("audit.change-key", ADMINISTRATOR),
            history("audit.records", TARGET, EnumSet.of(AUDITOR, ADMINISTRATOR)),
            sensitive("audit.place-hold", AUDITOR, ADMINISTRATOR),
            sensitive("audit.lift-hold", AUDITOR, ADMINISTRATOR),
            sensitive("audit.request-erasure", AUDITOR, ADMINISTRATOR),
            sensitive("audit.confirm-erasure", AUDITOR, ADMINISTRATOR),
            read("platform.parked-events", TARGET, EnumSet.of(ADMINISTRATOR)),
            sensitive("platform.release-parked-events", ADMINISTRATOR),
            read("platform.views", TARGET, EnumSet.of(ADMINISTRATOR)),
            change("platform.rebuild-views", ADMINISTRATOR));

    private static final Map<String, AccessPolicy> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(AccessPolicy::name, Function.identity()));

    private Policies() {}

    /** The policy of a name, or empty when there is none. */
    public static Optional<AccessPolicy> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static AccessPolicy read(String name, Where where, Set<Role> roles) {
        return new AccessPolicy(name, roles, where, false, Recorded.NOTHING);
    }

    private static AccessPolicy history(String name, Where where, Set<Role> roles) {
        return new AccessPolicy(name, roles, where, false, Recorded.READS);
    }

    private static AccessPolicy change(String name, Role first, Role... more) {
        return new AccessPolicy(name, EnumSet.of(first, more), TARGET, false, Recorded.DECISIONS);
    }

    private static AccessPolicy sensitive(String name, Role first, Role... more) {
        return new AccessPolicy(name, EnumSet.of(first, more), TARGET, true, Recorded.DECISIONS);
    }
}
