using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Proctoring.Local.Durable.Replay;

/// <summary>Ids that look random and are the same on every replay: a name-based (version 5) UUID as in RFC 9562.</summary>
static class DeterministicGuid
{
    // The namespace that durabletask-dotnet uses.
    static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime at, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{at:o}_{number}");
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
