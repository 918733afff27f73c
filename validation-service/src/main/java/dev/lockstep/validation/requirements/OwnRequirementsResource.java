package dev.lockstep.validation.requirements;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.Problem;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.catalogue.RequirementDetail;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.http.Versions;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requirements that an organization adds to those of Lockstep. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/organizations/{organization}/requirements")
public class OwnRequirementsResource {

    private static final int LONGEST_TEXT = 256 * 1024;
    private static final int LONGEST_REASON = 2_000;

    @Inject
    Access access;

    @Inject
    OrganizationCatalogues catalogues;

    @Inject
    RequestContext request;

    /**
     * What an organization added.
     *
     * @param version how often it changed
     * @param catalogueVersion version of what applies altogether
     * @param catalogueHash its SHA-256
     * @param requirements those that it added
     * @param text the same, as they were written
     */
    public record Added(
            String organization,
            long version,
            String catalogueVersion,
            String catalogueHash,
            List<RequirementDetail> requirements,
            String text) {}

    /**
     * New requirements in place of those that the organization added before.
     *
     * @param text all of them, in the form of a catalogue file; empty for none
     * @param reason why, in 1 to 2,000 characters
     */
    public record Replacement(
            @Nullable String text, @Nullable String reason) {}

    /** What the organization added. */
    @GET
    @Policy("validation.report")
    public Response get(@PathParam("organization") String id) {
        return answer(organization(id));
    }

    /** Replaces what the organization added, whole or not at all. With {@code If-Match} only when it has that version. */
    @POST
    @Policy("validation.change-requirements")
    public Response replace(
            @PathParam("organization") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            Replacement wanted) {
        OrganizationId organization = organization(id);
        String text = text(wanted.text());
        Catalogue extended = checked(text);
        List<String> ids = extended.requirements().stream()
                .skip(catalogues.base().requirements().size())
                .map(Requirement::id)
                .toList();
        catalogues.handle(
                new OwnRequirements.Replace(
                        organization,
                        ids,
                        text,
                        reason(wanted.reason()),
                        access.principal().toAuthority(),
                        request.time()),
                request.command(organization.value()),
                present -> Versions.requireMatch(ifMatch, present));
        return answer(organization);
    }

    private Response answer(OrganizationId organization) {
        OrganizationCatalogues.Applied applied = catalogues.applied(organization);
        Catalogue catalogue = applied.engine().catalogue();
        return Response.ok(new Added(
                        organization.value(),
                        applied.version(),
                        catalogue.version(),
                        catalogue.hash(),
                        catalogue.requirements().stream()
                                .skip(catalogues.base().requirements().size())
                                .map(RequirementDetail::of)
                                .toList(),
                        applied.text()))
                .tag(Versions.tag(applied.version()))
                .build();
    }

    private OrganizationId organization(String text) {
        OrganizationId id;
        try {
            id = new OrganizationId(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            access.require(Target.platform());
            throw ProblemException.notFound("organization '%s'".formatted(text));
        }
        access.require(Target.organization(id));
        return id;
    }

    private Catalogue checked(String text) {
        try {
            return catalogues.extended(text);
        } catch (InvalidCatalogueException e) {
            List<Map<String, String>> mistakes = e.mistakes().stream()
                    .limit(100)
                    .map(mistake -> Map.of(
                            "place",
                            mistake.place(),
                            "problem",
                            mistake.requirement() == null
                                    ? mistake.what()
                                    : mistake.requirement() + ": " + mistake.what(),
                            "remedy",
                            "correct it and send all requirements again"))
                    .toList();
            throw new ProblemException(Problem.of(
                            "invalid-requirements",
                            "Invalid requirements",
                            422,
                            "The requirements have %d mistakes; nothing was changed."
                                    .formatted(e.mistakes().size()))
                    .with("errors", mistakes));
        }
    }

    private static String text(@Nullable String text) {
        if (text == null || text.length() > LONGEST_TEXT) {
            throw new InvalidRequestException(new Mistake(
                    "/text",
                    "requirements are a text of at most %,d characters".formatted(LONGEST_TEXT),
                    "send the content of a catalogue file, or an empty text for none"));
        }
        return text;
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidRequestException(new Mistake(
                    "/reason",
                    "a change of requirements has a reason of 1 to 2,000 characters",
                    "say why in a sentence"));
        }
        return reason.strip();
    }
}
