package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.util.Locale;
import java.util.function.Function;

/** Identifiers as they stand in requests; their case does not matter there. */
public final class RequestedId {

    private RequestedId() {}

    /** The cluster that a request names. */
    public static ClusterId cluster(String text) {
        return read(text, ClusterId::new, "use organization:cluster, for example contoso:clu01");
    }

    /** The organization that a request names. */
    public static OrganizationId organization(String text) {
        return read(text, OrganizationId::new, "use the organization's name in lower case, for example contoso");
    }

    private static <T> T read(String text, Function<String, T> constructor, String remedy) {
        try {
            return constructor.apply(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(new Mistake("id", String.valueOf(e.getMessage()), remedy), e);
        }
    }
}
