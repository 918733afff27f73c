package dev.lockstep.cli.validation;

import dev.lockstep.cli.command.FormatOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.CommandFailure.Mistake;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.requirements.storage.PlannedDisk;
import dev.lockstep.requirements.storage.StorageLayout;
import dev.lockstep.requirements.storage.StorageNeed;
import dev.lockstep.requirements.storage.StorageNeed.Mounting;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans the shared disks of a cluster, without a platform. */
@Command(
        name = "storage-layout",
        description = {
            "Derive the shared disks of a cluster: RAID, spindles, and letters or mount points.",
            "Exit code 1 when the letters do not suffice, 2 when there can be no such cluster."
        })
public final class StorageLayoutCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = "--virtual-servers",
            paramLabel = "NUMBER",
            required = true,
            description = "Exchange virtual servers.")
    private int virtualServers;

    @Option(names = "--storage-groups", paramLabel = "NUMBER", required = true, description = "Storage groups of each.")
    private int storageGroups;

    @Option(
            names = "--reserved",
            paramLabel = "LETTERS",
            description = "Letters that nodes use themselves, such as ABCD (default: ABCD).")
    private String reserved = "ABCD";

    @Option(
            names = "--mount-points",
            paramLabel = "WHEN",
            defaultValue = "when-needed",
            description = "never (Windows 2000 has none), when-needed or always (default: when-needed).")
    private String mounting;

    @Mixin
    private FormatOption format;

    public StorageLayoutCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        StorageNeed need = new StorageNeed(virtualServers, storageGroups, letters(), mounting());
        return switch (StorageLayout.plan(need)) {
            case StorageLayout.Outcome.Impossible impossible ->
                throw new CommandFailure(
                        need.mistakes().isEmpty() ? ExitCode.REFUSED : ExitCode.INVALID,
                        "There is no such layout.",
                        "",
                        impossible.reasons().stream()
                                .map(reason -> new Mistake("", reason))
                                .toList());
            case StorageLayout.Outcome.Planned planned -> {
                print(planned.layout());
                yield ExitCode.DONE;
            }
        };
    }

    private SortedSet<Character> letters() {
        SortedSet<Character> letters = new TreeSet<>();
        for (char letter :
                reserved.toUpperCase(Locale.ROOT).replaceAll("[,: ]", "").toCharArray()) {
            if (letter < 'A' || letter > 'Z') {
                throw new CommandFailure(
                        ExitCode.INVALID, "'%s' is no drive letter.".formatted(letter), "Write --reserved ABCD.");
            }
            letters.add(letter);
        }
        return letters;
    }

    private Mounting mounting() {
        for (Mounting known : Mounting.values()) {
            if (known.name().replace('_', '-').equalsIgnoreCase(mounting)) {
                return known;
            }
        }
        throw new CommandFailure(
                ExitCode.INVALID,
                "--mount-points never is '%s'.".formatted(mounting),
                "Use never, when-needed or always.");
    }

    private void print(StorageLayout layout) {
        Terminal terminal = surroundings.terminal();
        if (format.json()) {
            terminal.print(ContractJson.mapper().valueToTree(layout));
            return;
        }
        Table table = Table.of("DISK", "AT", "HOLDS", "GROUP", "RAID", "SPINDLES");
        for (PlannedDisk disk : layout.disks()) {
            table.row(
                    disk.id(),
                    text(disk.letter() == null ? disk.mountPoint() : disk.letter() + ":"),
                    disk.role(),
                    disk.group(),
                    disk.raid(),
                    Integer.toString(disk.spindles()));
        }
        terminal.print(table);
        terminal.print("");
        terminal.print("%d disks, %d spindles, %d letters; %d letters are left."
                .formatted(layout.disks().size(), layout.spindles(), layout.lettersUsed(), layout.lettersFree()));
        layout.notices().forEach(terminal::printIndented);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
