package dev.lockstep.lab.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster.
 *
 * @param windows2000 whether it runs Windows 2000 rather than Windows Server 2003
 * @param servicePack of Windows; 0 for none
 * @param subcomponents Windows components that are installed, by their keys in an answer file
 * @param dotNet whether the .NET Framework 1.1 is there
 * @param networking its network connections
 * @param localDrives letters of disks that belong to the node alone, such as {@code C:}
 * @param setup what Setup does on it right now, if anything
 * @param rebootRequired whether Setup asked for a restart that has not happened yet
 * @param setupLogFailures how many failures the progress log of its last Setup reports
 */
@JsonIgnoreProperties("staysDown")
public record Node(
        String name,
        int id,
        String domain,
        String fqdn,
        boolean windows2000,
        int servicePack,
        NodeState state,
        List<Service> services,
        List<String> subcomponents,
        boolean dotNet,
        Networking networking,
        List<String> localDrives,
        List<String> administrators,
        String plannedInstallPath,
        @Nullable ExchangeInstall exchange,
        @Nullable String setup,
        boolean rebootRequired,
        int setupLogFailures)
        implements Named {
    public Node {
        services = List.copyOf(services);
        subcomponents = List.copyOf(subcomponents);
        localDrives = List.copyOf(localDrives);
        administrators = List.copyOf(administrators);
    }

    public static final String CLUSTER_SERVICE = "ClusSvc";

    public Optional<Service> service(String service) {
        return Named.find(services, service);
    }

    public Optional<ExchangeInstall> installed() {
        return Optional.ofNullable(exchange);
    }

    public boolean clusterServiceRuns() {
        return service(CLUSTER_SERVICE)
                .map(each -> each.state() == ServiceState.RUNNING)
                .orElse(false);
    }

    /** Whether the machine answers at all. */
    public boolean reachable() {
        return state != NodeState.DOWN || services.stream().anyMatch(each -> each.state() == ServiceState.RUNNING);
    }

    public boolean has(String subcomponent) {
        return Named.contains(subcomponents, subcomponent);
    }

    public Node withState(NodeState changed) {
        return edit().state(changed).build();
    }

    public Node withService(Service service) {
        return withServices(Named.put(services, service));
    }

    public Node withServices(List<Service> changed) {
        return edit().services(changed).build();
    }

    public Node withExchange(ExchangeInstall install) {
        return edit().exchange(install).build();
    }

    public Node withSetup(@Nullable String running) {
        return edit().setup(running).build();
    }

    public Node withRebootRequired(boolean changed) {
        return edit().rebootRequired(changed).build();
    }

    public Node withSetupLogFailures(int changed) {
        return edit().setupLogFailures(changed).build();
    }

    public Node withComponents(List<String> changed, boolean framework) {
        return edit().components(changed, framework).build();
    }

    public Node withNetworking(Networking changed) {
        return edit().networking(changed).build();
    }

    /** Its own addresses. */
    public List<String> addresses() {
        return networking.connections().stream()
                .map(Connection::address)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private Edit edit() {
        return new Edit(this);
    }

    /** The members that change during a simulation, gathered so that one copy names the rest once. */
    private static final class Edit {
        private final Node from;
        private NodeState state;
        private List<Service> services;
        private List<String> subcomponents;
        private boolean dotNet;
        private Networking networking;
        private @Nullable ExchangeInstall exchange;
        private @Nullable String setup;
        private boolean rebootRequired;
        private int setupLogFailures;

        Edit(Node from) {
            this.from = from;
            state = from.state;
            services = from.services;
            subcomponents = from.subcomponents;
            dotNet = from.dotNet;
            networking = from.networking;
            exchange = from.exchange;
            setup = from.setup;
            rebootRequired = from.rebootRequired;
            setupLogFailures = from.setupLogFailures;
        }

        Edit state(NodeState changed) {
            state = changed;
            return this;
        }

        Edit services(List<Service> changed) {
            services = changed;
            return this;
        }

        Edit components(List<String> changed, boolean framework) {
            subcomponents = changed;
            dotNet = framework;
            return this;
        }

        Edit networking(Networking changed) {
            networking = changed;
            return this;
        }

        Edit exchange(ExchangeInstall install) {
            exchange = install;
            return this;
        }

        Edit setup(@Nullable String running) {
            setup = running;
            return this;
        }

        Edit rebootRequired(boolean changed) {
            rebootRequired = changed;
            return this;
        }

        Edit setupLogFailures(int changed) {
            setupLogFailures = changed;
            return this;
        }

        Node build() {
            return new Node(
                    from.name,
                    from.id,
                    from.domain,
                    from.fqdn,
                    from.windows2000,
                    from.servicePack,
                    state,
                    services,
                    subcomponents,
                    dotNet,
                    networking,
                    from.localDrives,
                    from.administrators,
                    from.plannedInstallPath,
                    exchange,
                    setup,
                    rebootRequired,
                    setupLogFailures);
        }
    }
}
