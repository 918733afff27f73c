package dev.lockstep.lab.directory;

import com.unboundid.ldap.sdk.Entry;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;

/** The entry at the root of a controller's tree. */
final class RootEntry {
    private RootEntry() {}

    static Entry of(DataCentre world, DomainController host) {
        String forest = DirectoryTree.forest(world, host);
        String configuration = "CN=Configuration," + forest;
        String domain = DirectoryTree.dn(host.domain());
        Entry entry = new Entry("");
        entry.addAttribute("objectClass", "top");
        entry.addAttribute("dnsHostName", host.name());
        entry.addAttribute("defaultNamingContext", domain);
        entry.addAttribute("rootDomainNamingContext", forest);
        entry.addAttribute("configurationNamingContext", configuration);
        entry.addAttribute("schemaNamingContext", "CN=Schema," + configuration);
        entry.addAttribute("namingContexts", domain, configuration);
        entry.addAttribute("supportedLDAPVersion", "3");
        entry.addAttribute("supportedControl", "1.2.840.113556.1.4.319", DescriptorRequests.CONTROL);
        entry.addAttribute("supportedExtension", "1.3.6.1.4.1.1466.20037");
        return entry;
    }
}
