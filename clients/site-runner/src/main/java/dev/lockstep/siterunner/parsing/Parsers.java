package dev.lockstep.siterunner.parsing;

import java.util.Map;
import java.util.Set;

/** All parsers by the names that observations use. */
public final class Parsers {
    private static final Map<String, Parser> ALL = Map.ofEntries(
            Map.entry("cluster-node-listing", ClusterListings::nodes),
            Map.entry("cluster-group-listing", ClusterListings::groups),
            Map.entry("cluster-resource-listing", ClusterListings::resources),
            Map.entry("cluster-network-listing", ClusterListings::networks),
            Map.entry("cluster-resource-group", ClusterListings::groupOfResource),
            Map.entry("cluster-resource-type", ClusterProperties::type),
            Map.entry("cluster-resource-dependencies", ClusterListings::dependencies),
            Map.entry("cluster-resource-owners", ClusterListings::owners),
            Map.entry("cluster-resource-private", ClusterProperties::privateProperties),
            Map.entry("disk-signature", ClusterProperties::signature),
            Map.entry("cluster-quorum", ClusterProperties::quorum),
            Map.entry("cluster-group-owners", ClusterOwners::preferred),
            Map.entry("cluster-network-role", ClusterProperties::networkRole),
            Map.entry("cluster-network-priorities", ClusterOwners::priorities),
            Map.entry("connection-names", ConnectionAnswers::names),
            Map.entry("connection-addresses", ConnectionAnswers::addresses),
            Map.entry("connection-name-services", ConnectionAnswers::nameServices),
            Map.entry("connection-order", ConnectionAnswers::order),
            Map.entry("windows-updates", RegistryAnswers::updates),
            Map.entry("media-sense", ConnectionAnswers::mediaSense),
            Map.entry("service-state", ServiceAnswers::state),
            Map.entry("service-config", ServiceAnswers::configuration),
            Map.entry("schema-range-upper", DirectoryAnswers::schema),
            Map.entry("organization-object-version", DirectoryAnswers::organization),
            Map.entry("meso-object-version", DirectoryAnswers::domain),
            Map.entry("exchange-domain-groups", DirectoryAnswers::groups),
            Map.entry("exchange-servers", DirectoryAnswers::servers),
            Map.entry("host-address", NameAnswers::address),
            Map.entry("setup-log", SetupLog::failures),
            Map.entry("exchange-setup-registry", RegistryAnswers::exchangeSetup),
            Map.entry("windows-components", RegistryAnswers::windowsComponents),
            Map.entry("windows-family", RegistryAnswers::windowsFamily),
            Map.entry("windows-service-pack", RegistryAnswers::windowsServicePack),
            Map.entry("pending-reboot", RegistryAnswers::pendingReboot));

    private Parsers() {}

    /** The names of all parsers. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    /**
     * Reads a tool's output with the parser of this name.
     *
     * @throws ParseException when there is no such parser, or the output cannot be understood beyond doubt
     */
    public static Observed parse(String parser, ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        Parser found = ALL.get(parser);
        if (found == null) {
            throw new ParseException("this runner has no parser '" + parser + "'");
        }
        output.requireReadable();
        return found.parse(output, arguments, seen, source);
    }
}
