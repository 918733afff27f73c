package dev.lockstep.lab.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory document says about the directory besides what Setup writes there; its members are named as in the document.
 *
 * @param mode {@code MIXED} or {@code NATIVE}
 * @param groups by {@code DOMAIN\name}
 * @param accounts by {@code DOMAIN\name}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DirectoryDescription(
        @Nullable String mode,
        List<String> administrativeGroups,
        List<RoutingGroup> routingGroups,
        List<RecipientPolicy> recipientPolicies,
        List<DescribedDomain> domains,
        List<DescribedController> dcs,
        Map<String, DescribedGroup> groups,
        Map<String, DescribedAccount> accounts,
        List<Delegation> delegations) {

    /** Nothing described: also what a data centre was remembered with before descriptions were kept. */
    public static final DirectoryDescription NONE = new DirectoryDescription(
            null, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of());

    public DirectoryDescription {
        administrativeGroups = listOf(administrativeGroups);
        routingGroups = listOf(routingGroups);
        recipientPolicies = listOf(recipientPolicies);
        domains = listOf(domains);
        dcs = listOf(dcs);
        groups = mapOf(groups);
        accounts = mapOf(accounts);
        delegations = listOf(delegations);
    }

    /** A routing group and the servers in it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RoutingGroup(String name, String ag, List<Member> members) implements Named {
        public RoutingGroup {
            members = listOf(members);
        }
    }

    /** A server in a routing group. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Member(String server) {}

    /** A recipient policy with its SMTP address templates, the primary one first. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RecipientPolicy(String name, List<String> smtp) {
        public RecipientPolicy {
            smtp = listOf(smtp);
        }
    }

    /** What is particular to a domain; parent is null at the root of a tree. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DescribedDomain(String name, @Nullable String parent, int functionalLevel, int machineAccountQuota)
            implements Named {}

    /** A domain controller: operating system as the facts dictionary names it, service pack, global catalogue. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DescribedController(String name, String os, int sp, boolean gc) implements Named {}

    /** A group: scope as the facts dictionary names it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DescribedGroup(@Nullable String scope, List<String> memberOf) {
        public DescribedGroup {
            memberOf = listOf(memberOf);
        }
    }

    /** An Exchange role that somebody, as {@code DOMAIN\name}, holds: role and scope as the facts dictionary names them. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Delegation(String group, String role, String scope) {}

    /** An account: type as the facts dictionary names it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DescribedAccount(@Nullable String type, List<String> groups) {
        public DescribedAccount {
            groups = listOf(groups);
        }
    }

    private static <T> List<T> listOf(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static <T> Map<String, T> mapOf(@Nullable Map<String, T> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
