package dev.lockstep.cli;

import dev.lockstep.cli.account.LoginCommand;
import dev.lockstep.cli.account.LogoutCommand;
import dev.lockstep.cli.audit.AuditExportCommand;
import dev.lockstep.cli.audit.AuditGroup;
import dev.lockstep.cli.audit.AuditReportCommand;
import dev.lockstep.cli.audit.CertificateCommand;
import dev.lockstep.cli.audit.EntriesCommand;
import dev.lockstep.cli.audit.ErasureCommands;
import dev.lockstep.cli.audit.ExtractCommand;
import dev.lockstep.cli.audit.FacetsCommand;
import dev.lockstep.cli.audit.ProofCommand;
import dev.lockstep.cli.audit.RecordsCommands;
import dev.lockstep.cli.audit.RetireKeyCommand;
import dev.lockstep.cli.audit.RolloutHistoryCommand;
import dev.lockstep.cli.audit.RotateKeyCommand;
import dev.lockstep.cli.audit.TimelineCommand;
import dev.lockstep.cli.audit.VerifyCommand;
import dev.lockstep.cli.audit.WitnessesCommand;
import dev.lockstep.cli.collect.CollectCommand;
import dev.lockstep.cli.command.Moments;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.demo.DemoCommand;
import dev.lockstep.cli.deputy.DeputiesCommand;
import dev.lockstep.cli.deputy.DeputyCommands;
import dev.lockstep.cli.deputy.DeputyGroup;
import dev.lockstep.cli.inventory.AttestFactsCommand;
import dev.lockstep.cli.inventory.ClustersCommand;
import dev.lockstep.cli.inventory.ConfirmFactCommand;
import dev.lockstep.cli.inventory.ExportCommand;
import dev.lockstep.cli.inventory.FactsCommand;
import dev.lockstep.cli.inventory.HistoryCommand;
import dev.lockstep.cli.inventory.ImportCommand;
import dev.lockstep.cli.inventory.OrganizationsCommand;
import dev.lockstep.cli.inventory.SetFactCommand;
import dev.lockstep.cli.planning.PlanCommand;
import dev.lockstep.cli.planning.PlanDifferenceCommand;
import dev.lockstep.cli.planning.PlanShowCommand;
import dev.lockstep.cli.platform.DownCommand;
import dev.lockstep.cli.platform.StatusCommand;
import dev.lockstep.cli.platform.UpCommand;
import dev.lockstep.cli.rollout.RolloutCommands;
import dev.lockstep.cli.rollout.RolloutGroup;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.validation.CheckCommand;
import dev.lockstep.cli.validation.ExplainCommand;
import dev.lockstep.cli.validation.OwnRequirementsCommands;
import dev.lockstep.cli.validation.ReportCommand;
import dev.lockstep.cli.validation.RequirementsCommand;
import dev.lockstep.cli.validation.StorageLayoutCommand;
import dev.lockstep.cli.validation.WaiverCommands;
import dev.lockstep.cli.validation.WaiverGroup;
import dev.lockstep.cli.work.AttestCommand;
import dev.lockstep.cli.work.WorkCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "lockstep",
        description =
                "Installs and upgrades clusters one node and one virtual server at a time, checked, approved and recorded.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or nothing blocks.",
            "1:Refused, or something blocks.",
            "2:The command line or the document is not valid.",
            "3:The platform does not answer.",
            "4:Not signed in, or not allowed.",
            "70:A fault of Lockstep.",
            "130:Ended by Ctrl-C.",
            "143:Ended from elsewhere: 'up' and 'demo' by 'down', or by a signal."
        },
        footerHeading = "%nOnly as ./lockstep in a checkout:%n",
        footer = {
            "  test            Build and run every test.",
            "  build           Build, changed or not.",
            "  bench           Measure.",
            "  images          Make the images of docker-compose.yml.",
            "  doctor          Say which JDK and Maven are used."
        })
public final class Lockstep {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private Lockstep() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            Surroundings surroundings = new Surroundings(
                    Terminal.ofProcess(),
                    System.in,
                    System.getenv(),
                    Path.of(System.getenv().getOrDefault("LOCKSTEP_WORKING_FOLDER", ""))
                            .toAbsolutePath(),
                    Path.of(System.getProperty("user.home")),
                    http,
                    InstantSource.system());
            int exitCode = run(surroundings, arguments);
            http.shutdownNow();
            System.exit(exitCode);
        }
    }

    /** Runs one command; its exit code. */
    public static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        CommandLine rollout = new CommandLine(new RolloutGroup());
        RolloutCommands.all(surroundings).forEach(rollout::addSubcommand);
        CommandLine requirements = new CommandLine(new RequirementsCommand(surroundings));
        OwnRequirementsCommands.all(surroundings).forEach(requirements::addSubcommand);
        CommandLine waivers = new CommandLine(new WaiverGroup());
        WaiverCommands.all(surroundings).forEach(waivers::addSubcommand);
        CommandLine deputy = new CommandLine(new DeputyGroup());
        DeputyCommands.all(surroundings).forEach(deputy::addSubcommand);
        CommandLine audit = new CommandLine(new AuditGroup());
        RecordsCommands.all(surroundings).forEach(audit::addSubcommand);
        ErasureCommands.all(surroundings).forEach(audit::addSubcommand);
        CommandLine root = new CommandLine(new Lockstep())
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new DownCommand(surroundings))
                .addSubcommand(new LoginCommand(surroundings))
                .addSubcommand(new LogoutCommand(surroundings))
                .addSubcommand(new ImportCommand(surroundings))
                .addSubcommand(new CollectCommand(surroundings))
                .addSubcommand(new ExportCommand(surroundings))
                .addSubcommand(new OrganizationsCommand(surroundings))
                .addSubcommand(new ClustersCommand(surroundings))
                .addSubcommand(new FactsCommand(surroundings))
                .addSubcommand(new SetFactCommand(surroundings))
                .addSubcommand(new ConfirmFactCommand(surroundings))
                .addSubcommand(new AttestFactsCommand(surroundings))
                .addSubcommand(new HistoryCommand(surroundings))
                .addSubcommand(requirements)
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new ReportCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(waivers)
                .addSubcommand(new StorageLayoutCommand(surroundings))
                .addSubcommand(new PlanCommand(surroundings))
                .addSubcommand(new PlanShowCommand(surroundings))
                .addSubcommand(new PlanDifferenceCommand(surroundings))
                .addSubcommand(rollout)
                .addSubcommand(new DeputiesCommand(surroundings))
                .addSubcommand(deputy)
                .addSubcommand(new WorkCommand(surroundings))
                .addSubcommand(new AttestCommand(surroundings))
                .addSubcommand(audit.addSubcommand(new TimelineCommand(surroundings))
                        .addSubcommand(new EntriesCommand(surroundings))
                        .addSubcommand(new FacetsCommand(surroundings))
                        .addSubcommand(new RolloutHistoryCommand(surroundings))
                        .addSubcommand(new CertificateCommand(surroundings))
                        .addSubcommand(new AuditReportCommand(surroundings))
                        .addSubcommand(new ProofCommand(surroundings))
                        .addSubcommand(new ExtractCommand(surroundings))
                        .addSubcommand(new AuditExportCommand(surroundings))
                        .addSubcommand(new RotateKeyCommand(surroundings))
                        .addSubcommand(new RetireKeyCommand(surroundings))
                        .addSubcommand(new WitnessesCommand(surroundings)))
                .addSubcommand(new VerifyCommand(surroundings))
                .addSubcommand(new CompletionCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new RehearseCommand(surroundings));
        withHelp(root);
        root.getCommandSpec()
                .versionProvider(() -> new String[] {VersionCommand.sentence()})
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
        root.registerConverter(Instant.class, new Moments.Reader());
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowSubcommandsAsOptionParameters(true)
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((mistake, arguments) -> mistyped(mistake, terminal))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, terminal));
    }

    private static void withHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") != null) {
            return;
        }
        if (!command.getSubcommands().isEmpty()) {
            command.addSubcommand(new CommandLine.HelpCommand());
        }
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build())
                .usageMessage()
                .synopsisSubcommandLabel("COMMAND");
        command.getSubcommands().values().forEach(Lockstep::withHelp);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    private static int mistyped(ParameterException mistake, Terminal terminal) {
        terminal.print(new CommandFailure(
                ExitCode.INVALID,
                String.valueOf(mistake.getMessage()),
                "See '%s --help'."
                        .formatted(mistake.getCommandLine().getCommandSpec().qualifiedName())));
        UnmatchedArgumentException.printSuggestions(mistake, writer(terminal.err()));
        return ExitCode.INVALID;
    }

    private static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof CommandFailure known) {
            terminal.print(known);
            return known.exitCode();
        }
        if (failure instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        }
        terminal.print(new CommandFailure(
                ExitCode.UNEXPECTED,
                "This is a fault of Lockstep: %s.".formatted(failure),
                "LOCKSTEP_DEBUG=1 shows where."));
        if (System.getenv("LOCKSTEP_DEBUG") != null) {
            failure.printStackTrace(terminal.err());
        }
        return ExitCode.UNEXPECTED;
    }
}
