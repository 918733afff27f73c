package dev.lockstep.access.http;

import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.DecidedRequest;
import dev.lockstep.access.DecisionListener;
import dev.lockstep.access.Delegation;
import dev.lockstep.access.Principal;
import dev.lockstep.access.Target;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the account behind the current request may do. Endpoints ask here as soon as they know what a request acts on. */
@RequestScoped
public class Access {

    @Inject
    @Any
    Instance<DecisionListener> listeners;

    private @Nullable AccessPolicy policy;
    private @Nullable Principal principal;
    private String method = "";
    private String path = "";
    private boolean scopeChecked;

    void begin(@Nullable AccessPolicy policy, String method, String path) {
        this.policy = policy;
        this.method = method;
        this.path = path;
    }

    void identified(Principal principal) {
        this.principal = principal;
    }

    /** The account behind the request. */
    public Principal principal() {
        Principal known = principal;
        if (known == null) {
            throw new IllegalStateException("no request with a policy is being served");
        }
        return known;
    }

    /** Goes on only when a scope of the account covers what the request acts on. */
    public void require(Target target) {
        requireAny(List.of(target));
    }

    /**
     * Goes on only when a scope of the account covers at least one of the targets: for example one of an organization's clusters when
     * the organization is read.
     *
     * @param targets at least one; a refusal names the first
     */
    public void requireAny(Collection<Target> targets) {
        AccessPolicy current = policy();
        scopeChecked = true;
        Target first = targets.iterator().next();
        boolean covered = targets.stream()
                .anyMatch(target -> current.decide(principal(), target) instanceof AccessDecision.Permitted);
        AccessDecision decision = covered ? new AccessDecision.Permitted() : current.decide(principal(), first);
        report(first, decision);
        if (decision instanceof AccessDecision.Denied denied) {
            throw new AccessDeniedException(denied);
        }
    }

    /** Goes on only when the account holds this Exchange delegation. */
    public void require(Delegation delegation) {
        if (!principal().holds(delegation)) {
            AccessDecision.Denied denied = AccessDecision.Denied.delegationMissing(delegation);
            report(null, denied);
            throw new AccessDeniedException(denied);
        }
    }

    /** Whether an answer may speak of this: for lists, which hold what the account's scopes cover and nothing else. */
    public boolean sees(Target target) {
        scopeChecked = true;
        return principal().covers(target);
    }

    /** The account, for a query that holds nothing but what its scopes cover. */
    public Principal filtered() {
        scopeChecked = true;
        return principal();
    }

    /** Tells the listeners what was decided about a request that would change state or reads the history. */
    void report(@Nullable Target target, @Nullable AccessDecision decision) {
        AccessPolicy current = policy;
        boolean told = current == null
                ? !method.equals("GET") && !method.equals("HEAD")
                : current.recorded() != AccessPolicy.Recorded.NOTHING;
        if (told) {
            DecidedRequest decided = new DecidedRequest(
                    current == null ? null : current.name(), method, path, principal, target, decision);
            listeners.forEach(listener -> listener.decided(decided));
        }
    }

    /** Whether the endpoint answered without the scope check that its policy demands. */
    boolean scopeCheckForgotten() {
        AccessPolicy current = policy;
        return current != null && current.where() != AccessPolicy.Where.ANYWHERE && !scopeChecked;
    }

    private AccessPolicy policy() {
        AccessPolicy current = policy;
        if (current == null) {
            throw new IllegalStateException("no request with a policy is being served");
        }
        return current;
    }
}
