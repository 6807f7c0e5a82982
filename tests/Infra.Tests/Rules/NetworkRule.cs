using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// With private networking nothing but what must stays open, and there is a private way to everything that the application uses; without
/// it, nothing is closed.
/// </summary>
static partial class NetworkRule
{
    const string Public = "publicNetworkAccess ? 'Enabled' : 'Disabled'";
    const string Default = "publicNetworkAccess ? 'Allow' : 'Deny'";

    static readonly Dictionary<string, (string Path, string Value)[]> Required = new()
    {
        { "Microsoft.EventHub/namespaces", [("properties.publicNetworkAccess", Public)] },
        { "Microsoft.KeyVault/vaults", [("properties.publicNetworkAccess", Public), ("properties.networkAcls.defaultAction", Default)] },
        { "Microsoft.Network/privateDnsZones/virtualNetworkLinks", [("properties.virtualNetwork.id", "network.id")] },
        { "Microsoft.Network/privateEndpoints", [("properties.subnet.id", "subnetId")] },
        // Clients connect from anywhere, who sends does not.
        {
            "Microsoft.SignalRService/signalR",
            [("properties.networkACLs", "publicServerAccess ? null : { defaultAction: 'Allow' publicNetwork: { deny: ['ServerConnection', 'RESTAPI', 'Trace'] } }")]
        },
        {
            "Microsoft.Storage/storageAccounts",
            [("properties.publicNetworkAccess", Public), ("properties.networkAcls.defaultAction", Default), ("properties.networkAcls.bypass", "'None'")]
        },
        { "Microsoft.Web/sites", [("properties.virtualNetworkSubnetId", "empty(subnetId) ? null : subnetId")] },
    };

    /// <summary>By module, what says whether it is open.</summary>
    static readonly Dictionary<string, (string Parameter, string Value)> Open = new()
    {
        { "dataStorage", ("publicNetworkAccess", "!privateNetworking || signedLinksFromAnywhere") },
        { "eventHubs", ("publicNetworkAccess", "!privateNetworking") },
        { "keyVault", ("publicNetworkAccess", "!privateNetworking") },
        { "runtimeStorage", ("publicNetworkAccess", "!privateNetworking") },
        { "signalR", ("publicServerAccess", "!privateNetworking") },
        { "api", ("subnetId", "privateNetworking ? network!.outputs.appSubnetId : ''") },
    };

    static readonly string[] Ways =
    [
        "data blob", "data table", "events namespace", "runtime blob", "runtime queue", "runtime table", "signalr signalr", "vault vault",
    ];

    static readonly Dictionary<string, string> Targets = new()
    {
        { "data", "dataStorage" }, { "events", "eventHubs" }, { "runtime", "runtimeStorage" }, { "signalr", "signalR" }, { "vault", "keyVault" },
    };

    static readonly Dictionary<string, string> Zones = new()
    {
        { "blob", "'privatelink.blob.${environment().suffixes.storage}'" },
        { "namespace", "'privatelink.servicebus.windows.net'" },
        { "queue", "'privatelink.queue.${environment().suffixes.storage}'" },
        { "signalr", "'privatelink.service.signalr.net'" },
        { "table", "'privatelink.table.${environment().suffixes.storage}'" },
        { "vault", "'privatelink.vaultcore.azure.net'" },
    };

    /// <summary>Each way's own target, kind and zone: of another's, names would be found nowhere.</summary>
    static readonly (string Parameter, string Value)[] OfEndpoint =
    [
        ("targetId", "targets[endpoint.target]"), ("group", "endpoint.group"), ("zone", "zones[endpoint.group]"), ("subnetId", "network!.outputs.endpointSubnetId"),
    ];

    public static IEnumerable<string> Check(Template template) => CheckResources(template).Concat(CheckModules(template.Main)).Concat(CheckWays(template.Main));

    static IEnumerable<string> CheckResources(Template template) =>
        from file in template.Files
        from resource in file.Resources
        where !resource.IsExisting
        from required in Required.GetValueOrDefault(resource.Type) ?? []
        where OneLine(resource.Body.Find(required.Path)?.Text) != required.Value
        select $"{file.At(resource.Node)}: {resource.Name} must have {required.Path}: {required.Value}";

    static IEnumerable<string> CheckModules(BicepFile main)
    {
        foreach (var module in main.Modules.Where(module => module.Arguments.ContainsKey("publicNetworkAccess") && !Open.ContainsKey(module.Name)))
            yield return $"{main.At(module.Node)}: it is not said here when {module.Name} is open";
        foreach (var (name, (parameter, value)) in Open)
        {
            if (main.Modules.FirstOrDefault(module => module.Name == name)?.Arguments.GetValueOrDefault(parameter)?.Text != value)
                yield return $"{main.Path}: {parameter} of {name} must be {value}";
        }

        foreach (var module in main.Modules.Where(module => module.Name is "network" or "privateEndpoints" && !module.Node.Text.Contains("if (privateNetworking) {", StringComparison.Ordinal)))
            yield return $"{main.At(module.Node)}: {module.Name} is there with private networking, and only then";
    }

    static IEnumerable<string> CheckWays(BicepFile main)
    {
        var endpoints = Value(main, "endpoints").Named.Select(endpoint => $"{endpoint.Find("target")!.Literal} {endpoint.Find("group")!.Literal}").ToList();
        foreach (var way in Ways.Except(endpoints)) yield return $"{main.Path}: there is no private way to {way}";
        foreach (var way in endpoints.Except(Ways)) yield return $"{main.Path}: nobody needs a private way to {way}";
        foreach (var (target, module) in Targets)
        {
            if (Value(main, "targets").Find(target)?.Text != $"{module}.outputs.id") yield return $"{main.Path}: the way to {target} leads elsewhere";
        }

        var made = main.Modules.Single(module => module.Name == "privateEndpoints");
        foreach (var (parameter, value) in OfEndpoint.Where(needed => made.Arguments.GetValueOrDefault(needed.Parameter)?.Text != needed.Value))
            yield return $"{main.At(made.Node)}: privateEndpoints must have {parameter}: {value}";

        foreach (var (group, zone) in Zones)
        {
            if (Value(main, "zones").Find(group)?.Text != zone) yield return $"{main.Path}: addresses of {group} are in {zone}";
        }
    }

    static SyntaxNode Value(BicepFile file, string variable) => file.Variables.Single(each => each.Name == variable).Value;

    static string OneLine(string? text) => Regex.Replace(text ?? "", @"\s+", " ");
}
