package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.Preparation;
import dev.lockstep.lab.engine.Setup;
import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Node;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Exchange Setup: {@code /ForestPrep}, {@code /DomainPrep}, {@code /Remove:SERVER} (which takes Exchange 5.5 off a server that is no
 * node, and the server out of its site), or the installation on the node of the console. {@code /media:BUILD} stands
 * for the medium that somebody put into the drive; without it there is the data centre's.
 */
final class SetupProgram {
    private static final Duration PATIENCE = Duration.ofHours(12);
    private static final String TITLE = "Microsoft Exchange Installation Wizard";

    private SetupProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        List<String> options = call.arguments().stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
        terminal.out(TITLE);
        terminal.out("");
        if (options.contains("/unattendfile") || options.contains("/password")) {
            terminal.out("Unattended Setup is not supported on a server cluster.");
            return Exit.FAILURE;
        }
        if (options.contains("/forestprep")) {
            return forest(call, terminal);
        }
        if (options.contains("/domainprep")) {
            return domain(call, terminal);
        }
        Optional<String> retired = named(call.arguments(), "/remove:");
        return retired.isPresent() ? remove(call, terminal, retired.orElseThrow()) : install(call, terminal);
    }

    private static int remove(Call call, Terminal terminal, String server) throws InterruptedException {
        terminal.out("Remove All: " + server);
        return work(
                call,
                terminal,
                (world, tick) -> Preparation.retire(world, server),
                world -> true,
                world -> true,
                "Removing Exchange and the server object...");
    }

    private static int forest(Call call, Terminal terminal) throws InterruptedException {
        terminal.out("Component Selection: ForestPrep");
        return work(
                call,
                terminal,
                (world, tick) -> Preparation.forest(world, tick),
                world -> world.directory().preparing() == null,
                world -> true,
                "Updating the Active Directory schema and creating the organization container...");
    }

    private static int domain(Call call, Terminal terminal) throws InterruptedException {
        DataCentre world = call.world();
        String domain = named(call.arguments(), "/domain:")
                .or(() -> call.console().map(Node::domain))
                .orElseGet(() -> world.directory().domains().getFirst().name());
        terminal.out("Component Selection: DomainPrep (" + domain + ")");
        return work(
                call,
                terminal,
                (now, tick) -> Preparation.domain(now, domain, tick),
                now -> now.directory().preparing() == null,
                now -> true,
                "Creating the groups of Exchange and the container of its system objects...");
    }

    private static Optional<String> named(List<String> arguments, String prefix) {
        return arguments.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .findFirst();
    }

    private static int install(Call call, Terminal terminal) throws InterruptedException {
        Optional<Node> console = call.console();
        if (console.isEmpty()) {
            terminal.out("Setup must be run at the console of a cluster node.");
            return Exit.FAILURE;
        }
        Node node = console.orElseThrow();
        String build =
                named(call.arguments(), "/media:").orElseGet(() -> call.world().mediaBuild());
        String path = named(call.arguments(), "/path:").orElse(node.plannedInstallPath());
        terminal.out("Component Selection: " + (node.installed().isPresent() ? "Upgrade" : "Typical"));
        terminal.out("    Microsoft Exchange Messaging and Collaboration Services");
        terminal.out("    Microsoft Exchange System Management Tools");
        terminal.out("Installation path: " + path);
        terminal.out("The cluster-aware version of Microsoft Exchange will be installed.");
        int code = work(
                call,
                terminal,
                (world, tick) -> Setup.start(world, node.name(), path, build, tick),
                world -> world.node(node.name())
                        .map(each -> each.setup() == null)
                        .orElse(true),
                world -> installed(world, node, build),
                "Installing on " + node.name() + "...");
        if (code == Exit.SUCCESS) {
            terminal.out("You must restart this computer before the changes take effect.");
        }
        return code;
    }

    private static boolean installed(DataCentre world, Node node, String build) {
        return world.node(node.name())
                .filter(each -> each.setupLogFailures() == 0)
                .flatMap(Node::installed)
                .map(each -> each.build().equals(build))
                .orElse(false);
    }

    private static int work(
            Call call,
            Terminal terminal,
            Command command,
            Predicate<DataCentre> done,
            Predicate<DataCentre> succeeded,
            String progress)
            throws InterruptedException {
        terminal.flush();
        if (call.lab().perform(command) instanceof Outcome.Refused refused) {
            terminal.out("");
            terminal.out("Setup cannot continue. " + refused.message());
            return Exit.FAILURE;
        }
        terminal.out(progress);
        terminal.flush();
        if (!call.lab().await(done, PATIENCE)) {
            return Exit.FAILURE;
        }
        if (!succeeded.test(call.world())) {
            terminal.out("Setup was interrupted. See the Exchange Server Setup Progress.log.");
            return Exit.FAILURE;
        }
        terminal.out("Microsoft Exchange Installation Wizard completed successfully.");
        return Exit.SUCCESS;
    }
}
