package dev.tocsin.sdk.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Looks names up. The usual one is [InetAddress#getAllByName].
@FunctionalInterface
public interface HostResolver {

  InetAddress[] resolve(String host) throws UnknownHostException;
}
