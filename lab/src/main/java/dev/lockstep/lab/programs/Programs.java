package dev.lockstep.lab.programs;

import java.util.List;
import java.util.Locale;

/** Finds a program by its name and runs it. */
public final class Programs {
    /** The names under which the lab provides programs. */
    public static final List<String> NAMES = List.of(
            "cluster",
            "sc",
            "ldifde",
            "reg",
            "setup",
            "sysocmgr",
            "net",
            "netdom",
            "shutdown",
            "findstr",
            "nslookup",
            "dnscmd",
            "psexec",
            "comclust",
            "exchange-wizard",
            "network-connections",
            "test-mail");

    private static final int NOT_FOUND = 127;

    private Programs() {}

    /** Runs the program to its end and returns its exit code. */
    public static int run(Call call, Terminal terminal) throws InterruptedException {
        return switch (call.program().toLowerCase(Locale.ROOT)) {
            case "cluster" -> ClusterProgram.run(call, terminal);
            case "sc" -> ServiceProgram.run(call, terminal);
            case "ldifde" -> LdifProgram.run(call, terminal);
            case "reg" -> RegistryProgram.run(call, terminal);
            case "setup" -> SetupProgram.run(call, terminal);
            case "sysocmgr" -> ComponentsProgram.run(call, terminal);
            case "net" -> NetProgram.run(call, terminal);
            case "netdom" -> DomainProgram.run(call, terminal);
            case "shutdown" -> ShutdownProgram.run(call, terminal);
            case "findstr" -> FindProgram.run(call, terminal);
            case "nslookup" -> LookupProgram.run(call, terminal);
            case "dnscmd" -> NameServerProgram.run(call, terminal);
            case "psexec" -> RemoteProgram.run(call, terminal);
            case "comclust" -> ComclustProgram.run(call, terminal);
            case "exchange-wizard" -> WizardProgram.run(call, terminal);
            case "network-connections" -> ConnectionProgram.run(call, terminal);
            case "test-mail" -> MailProgram.run(call, terminal);
            default -> {
                terminal.err("'" + call.program() + "' is not a program of this lab.");
                yield NOT_FOUND;
            }
        };
    }
}
