package dev.lockstep.orchestration.api;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.access.http.ProblemResponse;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.evidence.EvidenceContent;
import dev.lockstep.orchestration.evidence.EvidenceFile;
import dev.lockstep.orchestration.evidence.EvidenceFiles;
import dev.lockstep.orchestration.evidence.EvidenceFiles.Gift;
import dev.lockstep.orchestration.rollout.Phase;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.service.events.RequestRecords;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Evidence as files: given for work that waits for a person, read by whoever may read the rollout. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts/{id}")
public class EvidenceResource {

    private static final Logger LOG = Logger.getLogger(EvidenceResource.class);
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/\\\\]{1,200}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,60}/[\\w.+-]{1,60}");

    @Inject
    EvidenceFiles files;

    @Inject
    EvidenceUploads uploads;

    @Inject
    Access access;

    @Inject
    RolloutAccess visible;

    @Inject
    RequestContext request;

    @Inject
    RequestRecords records;

    /**
     * Keeps a file for a step that a person carries out at this moment, or that is held. It counts for nothing until an attestation names
     * its hash. While others give theirs there may be no room for it: then it ends with 503, to be given again.
     *
     * @param name of the file, without a path; 1 to 200 characters
     * @param type its media type
     * @param content 1 to 8,000,000 bytes
     */
    @POST
    @Path("/steps/{step}/evidence")
    @Consumes(MediaType.WILDCARD)
    @Policy("orchestration.attest")
    public Response give(
            @PathParam("id") UUID id,
            @PathParam("step") String step,
            @QueryParam("name") @Nullable String name,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            InputStream content) {
        return uploads.take(content, length, bytes -> keep(id, step, name, mediaType(type), bytes))
                .orElseGet(EvidenceResource::noRoom);
    }

    private Response keep(UUID id, String step, @Nullable String name, String mediaType, ByteBuffer content) {
        Rollout rollout = visible.require(id);
        GivenCommands.requireStep(rollout.required(), step);
        if (name == null || !NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new InvalidRequestException(new Mistake(
                    "name",
                    "this is no name of a file",
                    "give 1 to 200 characters without a path, and no dot in front"));
        }
        if (!waitsForEvidence(rollout.current(), step)) {
            throw refused(
                    "not-attended-now", "The step does not wait for anybody's work.", "Read the attended work again");
        }
        records.write();
        EvidenceFile kept = files.keep(
                        id,
                        step,
                        new Gift(name, mediaType, content, access.principal().subject(), request.time()))
                .orElseThrow(() -> refused(
                        "evidence-full",
                        "The step has %d files already.".formatted(EvidenceFiles.MOST_OF_STEP),
                        "Name what is there, or put several files into one"));
        return Response.created(URI.create("/api/orchestration/rollouts/%s/evidence/%s".formatted(id, kept.sha256())))
                .entity(kept)
                .build();
    }

    private static Response noRoom() {
        Problem problem = Problem.of(
                        "evidence-busy",
                        "Too many at once",
                        503,
                        "%d files are taken in at this moment, and there is no room for more. Give it again in a few seconds."
                                .formatted(EvidenceUploads.AT_ONCE))
                .with("remedy", "Give it again in a few seconds");
        return Response.fromResponse(ProblemResponse.of(problem))
                .header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }

    /** The files that were given, oldest first. */
    @GET
    @Path("/evidence")
    @Policy("orchestration.read")
    public Page<EvidenceFile> list(@PathParam("id") UUID id, @BeanParam PageRequest page) {
        visible.require(id);
        List<EvidenceFile> found = files.list(id, page.afterNumber().orElse(0L), page.limit() + 1);
        return Page.of(found, page, file -> Long.toString(file.number()));
    }

    /** A file as it was given, to be saved and not to be opened: what is in it was checked by nobody. */
    @GET
    @Path("/evidence/{sha256}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Policy("orchestration.read")
    public Response fetch(@PathParam("id") UUID id, @PathParam("sha256") String sha256) {
        visible.require(id);
        EvidenceFile found = files.find(id, sha256)
                .orElseThrow(() -> ProblemException.notFound("file of this hash among the rollout's evidence"));
        EvidenceContent content = files.content(found);
        requireUnchanged(found, content);
        String name = URLEncoder.encode(found.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return Response.ok((StreamingOutput) content::writeTo)
                .header(HttpHeaders.CONTENT_LENGTH, found.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + name)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .build();
    }

    /** It is read once more for that: when its last slice has been sent it is too late for another answer. */
    private static void requireUnchanged(EvidenceFile file, EvidenceContent content) {
        String hash = content.hash();
        if (!hash.equals(file.sha256())) {
            LOG.errorf("evidence changed file=%s sha256=%s", file.sha256(), hash);
            throw new ProblemException(Problem.of(
                            "evidence-changed",
                            "Evidence changed",
                            500,
                            "What is kept has another hash than what was given: somebody changed it in the database. Nothing was sent.")
                    .with("remedy", "Fetch it from a backup of the database, and find out who changed it")
                    .with("sha256", hash));
        }
    }

    private static boolean waitsForEvidence(@Nullable CurrentStep current, String step) {
        return current != null
                && current.step().id().equals(step)
                && ((current.phase() == Phase.EXECUTING && current.step().actor() == Actor.PERSON)
                        || current.phase() == Phase.HELD);
    }

    private static String mediaType(@Nullable String type) {
        String bare = Objects.requireNonNullElse(type, "").split(";", 2)[0].strip();
        return MEDIA_TYPE.matcher(bare).matches() ? bare : MediaType.APPLICATION_OCTET_STREAM;
    }

    private static ProblemException refused(String type, String detail, String remedy) {
        return ProblemException.refused(new Refusal(type, detail, remedy, Map.of()));
    }
}
