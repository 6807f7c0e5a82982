using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>Where a request comes from, as far as the platform itself says so.</summary>
/// <remarks>
/// On Azure a request reaches the worker from its host, on the loopback address. The worker's ASP.NET Core integration then takes the connection's
/// address from the last entry of <c>X-Forwarded-For</c>, which App Service's front end appended (azure-functions-dotnet-worker
/// pull request 2149, <c>FunctionsHostBuilderExtensions.cs</c>); what a client wrote into that header stands before it and is not looked at. Locally it is
/// the connection's own address. Behind a proxy of one's own (Front Door) it is the proxy's.
/// </remarks>
static class ClientAddress
{
    /// <summary>The address; of IPv6 the network of 64 bits, for anybody who has one address has that.</summary>
    public static string Of(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
