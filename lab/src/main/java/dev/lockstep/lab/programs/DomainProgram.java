package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.Directory;
import java.util.List;

/** netdom.exe: {@code netdom query fsmo} names the holders of the operations master roles. */
final class DomainProgram {
    private DomainProgram() {}

    static int run(Call call, Terminal terminal) {
        List<String> arguments = call.arguments();
        boolean roles = arguments.size() >= 2
                && arguments.get(0).equalsIgnoreCase("query")
                && arguments.get(1).equalsIgnoreCase("fsmo");
        if (!roles) {
            terminal.err("The syntax of this command is: NETDOM QUERY FSMO");
            return Exit.FAILURE;
        }
        Directory directory = call.world().directory();
        for (String role :
                List.of("Schema owner", "Domain role owner", "PDC role", "RID pool manager", "Infrastructure owner")) {
            terminal.out("%-28s%s".formatted(role, directory.schemaMaster()));
            terminal.out("");
        }
        terminal.out("The command completed successfully.");
        return Exit.SUCCESS;
    }
}
