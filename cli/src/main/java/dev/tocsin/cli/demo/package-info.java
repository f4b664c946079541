/// `tocsin demo`: the sandbox, the marketplace and the server as three processes on this machine,
/// and the story that checks the whole product. Start at [DemoCommand]. It knows the others by
/// their command lines and HTTP surfaces only.
@NullMarked
package dev.tocsin.cli.demo;

import org.jspecify.annotations.NullMarked;
