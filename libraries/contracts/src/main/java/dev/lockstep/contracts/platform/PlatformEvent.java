package dev.lockstep.contracts.platform;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonName;
import dev.lockstep.contracts.PersonText;
import dev.lockstep.contracts.PublishedEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided about the machinery of a service and about access to it. Each service publishes its own on its own topic. */
public sealed interface PlatformEvent extends PublishedEvent {

    /** The partition key of all of them: no organization and no cluster can have this id. */
    String PARTITION_KEY = ":platform";

    /** Whether a type name is that of such an event; they stand among a service's own events, in its log and on its topic. */
    static boolean isType(String type) {
        return type.startsWith("lockstep.platform.");
    }

    @Override
    default String partitionKey() {
        return PARTITION_KEY;
    }

    /**
     * The events of a parked key were to be handled again, in order.
     *
     * @param service whose consumer it is, for example {@code inventory}
     * @param consumer the subscription that could not handle them
     * @param topic where they came from
     * @param key the partition key that is parked
     * @param firstEvent what is at the head of the queue: an event's id, or a place in the topic when it is unreadable
     * @param problem what was wrong with it
     * @param decidedBy who decided
     * @param reason why
     */
    @EventType("lockstep.platform.parked-key-retried.v1")
    record ParkedKeyRetried(
            String service,
            String consumer,
            String topic,
            String key,
            String firstEvent,
            String problem,
            @PersonName String decidedBy,
            Instant decidedAt,
            @PersonText(by = "decidedBy") String reason)
            implements PlatformEvent {}

    /**
     * The first event of a parked key was given up for ever by this consumer, as if it had been handled.
     *
     * @param service whose consumer it is
     * @param consumer the subscription that could not handle it
     * @param topic where it came from
     * @param key the partition key that is parked
     * @param skippedEvent the event's id, or its place in the topic when it is unreadable
     * @param problem what was wrong with it
     * @param decidedBy who decided
     * @param reason why
     */
    @EventType("lockstep.platform.parked-event-skipped.v1")
    record ParkedEventSkipped(
            String service,
            String consumer,
            String topic,
            String key,
            String skippedEvent,
            String problem,
            @PersonName String decidedBy,
            Instant decidedAt,
            @PersonText(by = "decidedBy") String reason)
            implements PlatformEvent {}

    /**
     * It was decided whether somebody may do something that changes state.
     *
     * @param service which service decided
     * @param policy the policy's name, or null when the endpoint declares none
     * @param method the HTTP method
     * @param path the request's path, at most 500 characters of it
     * @param account who asked, with the authority held at that moment
     * @param site where the target is, or null when it is at no site or the decision fell before that was known
     * @param organization the organization of the target, or null likewise
     * @param outcome {@code permitted}, or the reason of the refusal, for example {@code role-missing}
     * @param anyOf what would have sufficed, when it was refused
     */
    @EventType("lockstep.platform.access-decided.v1")
    record AccessDecided(
            String service,
            @Nullable String policy,
            String method,
            String path,
            Authority account,
            @Nullable String site,
            @Nullable String organization,
            String outcome,
            List<String> anyOf,
            Instant decidedAt)
            implements PlatformEvent {
        public AccessDecided {
            anyOf = List.copyOf(anyOf);
        }
    }

    /**
     * Somebody was allowed to ask for something, and it was refused because of what is recorded: the wrong phase, an approval of one's own
     * request, a version that is not the present one.
     *
     * @param service which service refused
     * @param policy the policy that permitted to ask, or null when the endpoint declares none
     * @param method the HTTP method
     * @param path the request's path, at most 500 characters of it
     * @param account who asked, with the authority held at that moment
     * @param site where the target is, or null when it is at no site
     * @param organization the organization of the target, or null likewise
     * @param status the HTTP status of the answer
     * @param problem the type of the problem that was answered, without its prefix: {@code approver-is-requester}
     * @param detail what was answered, at most 1000 characters of it
     */
    @EventType("lockstep.platform.act-refused.v1")
    record ActRefused(
            String service,
            @Nullable String policy,
            String method,
            String path,
            Authority account,
            @Nullable String site,
            @Nullable String organization,
            int status,
            String problem,
            @PersonText String detail,
            Instant refusedAt)
            implements PlatformEvent {}

    /**
     * Somebody read the history, or was refused to.
     *
     * @param service which service answered
     * @param policy the policy of the endpoint
     * @param path the request's path, at most 500 characters of it
     * @param query what was asked, as it was asked, at most 1000 characters of it; null when nothing was
     * @param account who asked, with the authority held at that moment
     * @param outcome {@code permitted}, or the reason of the refusal, for example {@code scope-missing}
     * @param status the HTTP status of the answer
     * @param answered how many things were in the answer: the items of a page, otherwise 1, and 0 when there was none
     */
    @EventType("lockstep.platform.history-read.v1")
    record HistoryRead(
            String service,
            String policy,
            String path,
            @PersonText @Nullable String query,
            Authority account,
            String outcome,
            int status,
            long answered,
            Instant readAt)
            implements PlatformEvent {}

    /**
     * Tokens were presented and refused; nobody knows by whom. At most one such event a minute from each replica of a service.
     *
     * @param service which service refused them
     * @param from when the first of them came
     * @param until when the last of them came
     * @param refusals how many, by where they came from and why; when there are more than 50 sources, the rest is from {@code others}
     */
    @EventType("lockstep.platform.tokens-refused.v1")
    record TokensRefused(String service, Instant from, Instant until, List<RefusedTokens> refusals)
            implements PlatformEvent {
        public TokensRefused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Tokens that were refused alike.
     *
     * @param source the network that they came from: the first 24 bits of an IPv4 address, 48 of an IPv6 address, as in {@code 192.0.2.0/24}; earlier
     *     events have the address
     * @param reason {@code expired}, {@code wrong-audience}, {@code wrong-issuer}, {@code forged} or {@code unreadable}
     * @param count how many
     */
    record RefusedTokens(String source, String reason, long count) {}

    /**
     * What the identity provider recorded: somebody signed in or out, tried to, changed a credential, or administered accounts, roles, groups
     * or clients. Its own records of a sign-in are kept for a time only.
     *
     * @param record the identity provider's id of the record; each is taken over once
     * @param act its word for it, such as {@code LOGIN}, {@code LOGIN_ERROR}, {@code LOGOUT}; of administration the act and what it was done to,
     *     such as {@code CREATE REALM_ROLE_MAPPING}
     * @param account the name of the account, in small letters; null where none is known. What was typed at a sign-in that no account belongs to is
     *     not kept: people type passwords there; nor is an address for mail that was typed in place of the name
     * @param accountId the id of the account that acted, or null
     * @param client the application through which it was done, or null; of administration the identity provider's internal id of it. What a failed
     *     request named is kept only where the failure says that there is such an application
     * @param address where from, or null; where {@code account} is null only the network, as in {@link RefusedTokens#source()}. Earlier events have
     *     the address there, too
     * @param error why it failed, in the identity provider's word; null when it did not
     * @param resource what was administered, as a path of the realm; null otherwise
     * @param granted the roles or groups that were given or taken, by name; of an account or a group that was made or changed the attributes that
     *     say where its roles count, one value each, as in {@code lockstep_scopes=site:oslo}, and {@code lockstep_scopes=} when a change left
     *     none; at most 100, and last how many more there were. Empty for everything else, and in earlier events for accounts and groups
     * @param actedAt when, in milliseconds
     */
    @EventType("lockstep.platform.identity-act-recorded.v1")
    record IdentityActRecorded(
            String record,
            String act,
            @PersonName @Nullable String account,
            @Nullable String accountId,
            @Nullable String client,
            @PersonText(by = "account") @Nullable String address,
            @Nullable String error,
            @Nullable String resource,
            List<String> granted,
            Instant actedAt)
            implements PlatformEvent {
        public IdentityActRecorded {
            granted = List.copyOf(granted);
        }
    }

    /**
     * Requests to the identity provider failed, and no account is known that they were for. At most one such event a minute.
     *
     * @param failures how many, by what failed, why, and where it came from; when there are more than 50 kinds, the rest is from {@code others}
     */
    @EventType("lockstep.platform.identity-failures-recorded.v1")
    record IdentityFailuresRecorded(List<IdentityFailures> failures) implements PlatformEvent {
        public IdentityFailuresRecorded {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Requests to the identity provider that failed alike.
     *
     * @param act its word for what was tried, such as {@code LOGIN_ERROR} or {@code CLIENT_LOGIN_ERROR}
     * @param error why it failed, in its word
     * @param client the application that was named, or null; kept only where the failure says that there is such an application
     * @param source the network that they came from, as in {@link RefusedTokens#source()}; {@code unknown} when that is not known
     * @param count how many
     * @param from when the first of them was recorded
     * @param until when the last of them was recorded
     */
    record IdentityFailures(
            String act,
            String error,
            @Nullable String client,
            String source,
            long count,
            Instant from,
            Instant until) {}

    /**
     * More decisions fell than could be recorded; they were made all the same. Written by versions that recorded decisions afterwards.
     *
     * @param service which service decided
     * @param count how many are missing
     * @param until when the last of them fell
     */
    @EventType("lockstep.platform.access-decisions-lost.v1")
    record AccessDecisionsLost(String service, long count, Instant until) implements PlatformEvent {}
}
