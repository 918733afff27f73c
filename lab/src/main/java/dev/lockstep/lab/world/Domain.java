package dev.lockstep.lab.world;

/** A domain: its DNS name and its short (NetBIOS) name. */
public record Domain(String name, String netbios) implements Named {}
