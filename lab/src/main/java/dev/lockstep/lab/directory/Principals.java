package dev.lockstep.lab.directory;

import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DirectoryDescription;
import dev.lockstep.lab.world.DirectoryDescription.DescribedAccount;
import dev.lockstep.lab.world.DirectoryDescription.DescribedGroup;
import dev.lockstep.lab.world.Domain;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups and users of one controller's domain: those that the document describes, those that they belong to, those of DomainPrep. */
final class Principals {
    private static final int SECURITY = 0x8000_0000;
    private static final Map<String, Integer> SCOPES = Map.of("GLOBAL", 2, "DOMAIN_LOCAL", 4, "UNIVERSAL", 8);

    /** By {@code DOMAIN\name}. */
    private final Map<String, Principal> all = new LinkedHashMap<>();

    private final Directory directory;

    private record Principal(boolean group, String scope, Set<String> memberOf) {}

    private Principals(Directory directory) {
        this.directory = directory;
        DirectoryDescription description = directory.description();
        description.groups().forEach(this::group);
        description.accounts().forEach(this::account);
        description.delegations().forEach(each -> all.putIfAbsent(each.group(), newGroup("GLOBAL")));
        directory.domains().forEach(each -> all.putIfAbsent(each.netbios() + "\\Domain Admins", newGroup("GLOBAL")));
        List<String> above =
                all.values().stream().flatMap(each -> each.memberOf().stream()).toList();
        above.forEach(each -> all.putIfAbsent(each, newGroup("GLOBAL")));
    }

    private static Principal newGroup(String scope) {
        return new Principal(true, scope, new LinkedHashSet<>());
    }

    private void group(String name, DescribedGroup described) {
        String scope = Optional.ofNullable(described.scope()).orElse("GLOBAL");
        all.put(name, new Principal(true, scope, new LinkedHashSet<>(described.memberOf())));
    }

    private void account(String name, DescribedAccount described) {
        String type = Optional.ofNullable(described.type()).orElse("DOMAIN_USER");
        Principal known = all.get(name);
        if (known != null) {
            known.memberOf().addAll(described.groups());
        } else if (type.equals("DOMAIN_USER") || type.equals("GROUP")) {
            all.put(name, new Principal(type.equals("GROUP"), "GLOBAL", new LinkedHashSet<>(described.groups())));
        }
    }

    static List<DirectoryEntry> of(Directory directory, DomainController controller, String rootDomain) {
        Principals principals = new Principals(directory);
        directory
                .domain(rootDomain)
                .ifPresent(root ->
                        principals.all.putIfAbsent(root.netbios() + "\\Enterprise Admins", newGroup("UNIVERSAL")));
        List<DirectoryEntry> entries = new ArrayList<>();
        String netbios =
                directory.domain(controller.domain()).map(Domain::netbios).orElse(controller.domain());
        for (String each : controller.replica().groups()) {
            principals.all.putIfAbsent(netbios + "\\" + each, newGroup("GLOBAL"));
        }
        principals.all.forEach((name, principal) -> {
            if (principals
                    .domainOf(name)
                    .map(Named::name)
                    .filter(controller.domain()::equalsIgnoreCase)
                    .isPresent()) {
                entries.add(principals.entry(name, principal));
            }
        });
        return entries;
    }

    private Optional<Domain> domainOf(String name) {
        int backslash = name.indexOf('\\');
        return backslash < 0 ? Optional.empty() : directory.domain(name.substring(0, backslash));
    }

    private Optional<String> dn(String name) {
        return domainOf(name)
                .map(domain -> DirectoryEntry.below("CN=Users," + DirectoryTree.dn(domain.name()), "top", own(name))
                        .name());
    }

    private static String own(String name) {
        return name.substring(name.indexOf('\\') + 1);
    }

    private DirectoryEntry entry(String name, Principal principal) {
        DirectoryEntry entry = DirectoryEntry.named(
                        dn(name).orElseThrow(), principal.group() ? "group" : "user", own(name))
                .with("sAMAccountName", own(name))
                .with(SecurityIds.ATTRIBUTE, SecurityIds.bytes(SecurityIds.ofPrincipal(directory, name)));
        if (principal.group()) {
            entry = entry.with("groupType", Integer.toString(SECURITY | SCOPES.getOrDefault(principal.scope(), 2)));
            for (Map.Entry<String, Principal> each : all.entrySet()) {
                if (each.getValue().memberOf().contains(name)
                        && dn(each.getKey()).isPresent()) {
                    entry = entry.with("member", dn(each.getKey()).orElseThrow());
                }
            }
        }
        for (String each : principal.memberOf()) {
            if (dn(each).isPresent()) {
                entry = entry.with("memberOf", dn(each).orElseThrow());
            }
        }
        return entry;
    }
}
