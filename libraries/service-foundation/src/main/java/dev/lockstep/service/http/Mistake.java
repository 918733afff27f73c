package dev.lockstep.service.http;

/**
 * One mistake in a request.
 *
 * @param place where: a parameter's name, or a JSON Pointer into the body
 * @param problem what is wrong, in one sentence
 * @param remedy what would make it right
 */
public record Mistake(String place, String problem, String remedy) {}
