package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.procedures.Plan;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The policies that this service was started with; it does not start with policies that hold mistakes. */
@Startup
@ApplicationScoped
public class PoliciesInForce {

    private static final String DEFAULT = "/approval-policies.yaml";

    private final ApprovalPolicies policies;

    @Inject
    PoliciesInForce(@ConfigProperty(name = "lockstep.orchestration.approval-policies") Optional<String> file) {
        this.policies = file.map(Path::of).map(PoliciesInForce::read).orElseGet(PoliciesInForce::standard);
    }

    private static ApprovalPolicies read(Path file) {
        try {
            return ApprovalPolicyFile.read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the approval policies in %s cannot be read".formatted(file), e);
        }
    }

    /** What holds where nothing else is configured. */
    static ApprovalPolicies standard() {
        try (InputStream content =
                Objects.requireNonNull(PoliciesInForce.class.getResourceAsStream(DEFAULT), DEFAULT)) {
            return ApprovalPolicyFile.read(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The approvals that a plan needs. */
    public List<ApprovalNeed> needs(Plan plan) {
        return policies.needs(plan);
    }
}
