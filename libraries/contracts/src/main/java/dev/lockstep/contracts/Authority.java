package dev.lockstep.contracts;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who acted and with what authority, as it stood at the moment of the act. It is recorded with decisions and outlives the account.
 *
 * @param subject the identity provider's stable id of the account
 * @param name the account's name at that moment
 * @param roles what kinds of act the account was allowed
 * @param scopes where: {@code *}, {@code site:…}, {@code organization:…}, {@code administrative-group:…}
 * @param delegations Exchange roles held, for example {@code EXCHANGE_FULL_ADMINISTRATOR@organization:contoso}
 * @param tokenId the id of the access token that was presented, or null when it carried none
 * @param authenticatedAt when the person last proved who they are, or null when the token does not tell
 */
public record Authority(
        String subject,
        @PersonName String name,
        SortedSet<String> roles,
        SortedSet<String> scopes,
        SortedSet<String> delegations,
        @Nullable String tokenId,
        @Nullable Instant authenticatedAt) {

    public Authority {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
        delegations = Collections.unmodifiableSortedSet(new TreeSet<>(delegations));
    }

    /** The same, told by the id of the account alone. */
    public Authority withoutName() {
        return new Authority(subject, "", roles, scopes, delegations, tokenId, authenticatedAt);
    }
}
