package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import dev.lockstep.discovery.security.Sid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is meant by a security identifier that a domain gave: looked for in every domain of the forest that is read. */
final class Holders {

    private static final String IDENTIFIER = "objectSid";
    private static final String ACCOUNT = "sAMAccountName";

    /** Groups that DomainPrep makes for servers. */
    private static final Set<String> OF_SERVERS = Set.of("exchange domain servers", "exchange enterprise servers");

    private final Forest forest;
    private final Controllers controllers;
    private final Map<Sid, Holder> known = new HashMap<>();

    Holders(Forest forest, Controllers controllers) {
        this.forest = forest;
        this.controllers = controllers;
    }

    sealed interface Holder {

        /**
         * A group or user.
         *
         * @param name as {@code DOMAIN\name}
         */
        record Known(String name) implements Holder {}

        /** A computer, or a group of Exchange servers: nobody who administers. */
        record Machine() implements Holder {}

        /**
         * Nobody that could be found.
         *
         * @param why in words
         */
        record Unknown(String why) implements Holder {}
    }

    Holder of(Sid identifier) throws DiscoveryException {
        Holder before = known.get(identifier);
        if (before != null) {
            return before;
        }
        Holder found = find(identifier);
        known.put(identifier, found);
        return found;
    }

    private Holder find(Sid identifier) throws DiscoveryException {
        List<String> unread = new ArrayList<>();
        for (Forest.Domain each : forest.domains()) {
            Optional<Controller> controller = controllers.of(each.dn());
            if (controller.isEmpty()) {
                unread.add(each.name());
                continue;
            }
            Optional<Entry> entry = search(controller.get(), each, identifier);
            if (entry.isPresent()) {
                return holder(entry.get(), each);
            }
        }
        return new Holder.Unknown(
                unread.isEmpty()
                        ? "no domain of the forest shows whose identifier it is"
                        : "no domain controller of %s was read".formatted(String.join(", ", unread)));
    }

    /** Servers may compare identifiers as text, and find others too. */
    private static Optional<Entry> search(Controller controller, Forest.Domain domain, Sid identifier)
            throws DiscoveryException {
        return controller
                .search(
                        domain.dn(),
                        SearchScope.SUB,
                        Filter.createEqualityFilter(IDENTIFIER, identifier.bytes()),
                        IDENTIFIER,
                        ACCOUNT,
                        "objectClass")
                .stream()
                .filter(each -> Optional.ofNullable(each.getAttributeValueBytes(IDENTIFIER))
                        .flatMap(Sid::of)
                        .filter(identifier::equals)
                        .isPresent())
                .findFirst();
    }

    private static Holder holder(Entry entry, Forest.Domain domain) {
        String account = entry.getAttributeValue(ACCOUNT);
        if (account == null) {
            return new Holder.Unknown("%s does not show %s to this account".formatted(entry.getDN(), ACCOUNT));
        }
        boolean machine = entry.hasObjectClass("computer") || OF_SERVERS.contains(account.toLowerCase(Locale.ROOT));
        return machine ? new Holder.Machine() : new Holder.Known(domain.netbios() + "\\" + account);
    }
}
