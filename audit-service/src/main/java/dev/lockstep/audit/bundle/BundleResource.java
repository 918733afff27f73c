package dev.lockstep.audit.bundle;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.LogIndex;
import dev.lockstep.audit.witness.Witnessing;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TileId;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;

/** The parts of a bundle, for accounts that may see the whole history. */
@Path("/api/audit")
public class BundleResource {

    private static final String TEXT = "text/plain;charset=utf-8";

    @Inject
    Access access;

    @Inject
    BundleContents contents;

    @Inject
    Witnessing witnessing;

    /** What a bundle of the latest state holds, signed. */
    @GET
    @Path("/bundle/manifest")
    @Produces(TEXT)
    @Policy("audit.verify")
    public String manifest() {
        access.require(Target.platform());
        return contents.manifest()
                .orElseThrow(() -> ProblemException.notFound("entry yet"))
                .toString();
    }

    /** Every checkpoint of at most {@code size} entries, a JSON string on each line. */
    @GET
    @Path("/bundle/{size}/checkpoints")
    @Produces(TEXT)
    @Policy("audit.verify")
    public StreamingOutput checkpoints(@PathParam("size") LogIndex size) {
        access.require(Target.platform());
        return out -> contents.writeCheckpoints(size.value(), out);
    }

    /** The greatest checkpoint of at most {@code size} entries that enough witnesses cosigned; nothing when there is none. */
    @GET
    @Path("/bundle/{size}/witnessed-checkpoint")
    @Produces(TEXT)
    @Policy("audit.verify")
    public String witnessed(@PathParam("size") LogIndex size) {
        access.require(Target.platform());
        return witnessing.witnessed(size.value()).map(SignedNote::toString).orElse("");
    }

    /**
     * The keys of the persons in the first {@code size} entries who were not erased, in base64, one on each line. Whoever has them can
     * read what they open for ever: an export is to be kept as its texts would be.
     */
    @GET
    @Path("/bundle/{size}/person-keys")
    @Produces(TEXT)
    @Policy("audit.verify")
    public String personKeys(@PathParam("size") LogIndex size) {
        access.require(Target.platform());
        return contents.personKeys(size.value());
    }

    /** The access matrix and the schemas. */
    @GET
    @Path("/bundle/{place:.+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("audit.verify")
    public byte[] fixed(@PathParam("place") String place) {
        access.require(Target.platform());
        return Optional.ofNullable(contents.fixed().get(place)).orElseThrow(() -> ProblemException.notFound(place));
    }

    /** Up to 256 entries in the layout of C2SP tlog-tiles, whose prefix is {@code /api/audit/log}. */
    @GET
    @Path("/log/tile/entries/{bundle:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Policy("audit.verify")
    public byte[] entries(@PathParam("bundle") String bundle) {
        access.require(Target.platform());
        String path = "tile/entries/" + bundle;
        return switch (EntryBundle.parsePath(path)) {
            case Checked.Accepted<TileId.Sized>(TileId.Sized wanted) ->
                contents.entries(wanted).orElseThrow(() -> ProblemException.notFound(path));
            case Checked.Refused<TileId.Sized> _ -> throw ProblemException.notFound(path);
        };
    }
}
