using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Proctoring.Local.Storage;

/// <summary>Where the build has installed the emulator, and Node.js, which runs it.</summary>
static class AzuritePackage
{
    public static string Folder { get; } = typeof(AzuritePackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "NpmFolder").Value!;

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "Node.js 20 or later is needed: the local storage emulator (Azurite) runs on it. Install it from https://nodejs.org/ and start again.", e);
        }
    }
}
