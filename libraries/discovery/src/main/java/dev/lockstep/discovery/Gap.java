package dev.lockstep.discovery;

/**
 * Something that could not be read. Its facts stay as they are recorded, and age.
 *
 * @param what the controller, the object or the account
 * @param why in words
 */
public record Gap(String what, String why) {}
