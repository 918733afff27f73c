package dev.lockstep.validation.gates;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.KnownInventory;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gates as rollouts asked for them, with their answers. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/gates/{id}")
public class GatesResource {

    @Inject
    Access access;

    @Inject
    Gates gates;

    @Inject
    KnownInventory inventory;

    /**
     * A gate.
     *
     * @param gate its id
     * @param request what was asked
     * @param answer what was answered, or null (absent) while it waits for the inventory versions that it asks for
     */
    public record GateDetail(
            UUID gate, RolloutEvent.GateRequested request, ValidationEvent.@Nullable GateAnswered answer) {}

    /** One gate. */
    @GET
    @Policy("validation.report")
    public GateDetail detail(@PathParam("id") String id) {
        Optional<Gates.Gate> gate = uuid(id).flatMap(gates::gate);
        if (gate.isEmpty()) {
            access.require(Target.platform());
            throw ProblemException.notFound("gate '%s'".formatted(id));
        }
        RolloutEvent.GateRequested request = gate.get().request();
        ClusterId cluster = request.cluster();
        access.require(inventory
                .cluster(cluster)
                .map(KnownCluster::target)
                .orElseGet(() -> Target.organization(cluster.organization())));
        return new GateDetail(
                request.gate(), request, gates.answer(request.gate()).orElse(null));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
