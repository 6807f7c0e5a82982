using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Has what is created under an <see cref="IdempotencyKey"/> created once. Before anything is written, the key takes the new thing's id:
/// whoever repeats the request, be it at the same time or after a crash, writes the same thing under the same id, which is there then
/// or is finished now. Keys are remembered for <see cref="RememberedFor"/>.
/// </summary>
sealed class CreationKeys([FromKeyedServices(CreationKeys.Table)] TableClient table, TimeProvider clock)
{
    public const string Table = "idempotency";

    /// <summary>Nobody repeats a request later than that; the daily sweep removes what is older.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(7);

    const string IdColumn = "id";
    const string AtColumn = "at";

    /// <summary>The reply that a request of before with this key was given, or null.</summary>
    public async Task<IResult?> FindAsync(OrganizationId organization, IdempotencyKey? key, CancellationToken cancellation) =>
        key is not null && await table.FindAsync(organization.Value, key.Row, cancellation) is { } row
            ? KeptReply.Read(row, key)?.ToResult()
            : null;

    /// <summary>The id to create under: <paramref name="newId"/>, or the one that the key has taken before.</summary>
    public async Task<string> ReserveAsync(OrganizationId organization, IdempotencyKey? key, string newId, CancellationToken cancellation)
    {
        if (key is null) return newId;
        var row = new TableEntity(organization.Value, key.Row)
        {
            [KeptReply.FingerprintColumn] = key.Fingerprint,
            [IdColumn] = newId,
            [AtColumn] = clock.GetUtcNow(),
        };
        while (true)
        {
            try
            {
                await table.AddEntityAsync(row, cancellation);
                return newId;
            }
            catch (RequestFailedException taken) when (taken.Status == 409)
            {
                if (await table.FindAsync(organization.Value, key.Row, cancellation) is not { } known) continue; // forgotten just now
                _ = KeptReply.Read(known, key);
                return known.GetString(IdColumn)!;
            }
        }
    }

    /// <summary>Replies 201, and keeps the reply for repetitions.</summary>
    public async Task<IResult> CreatedAsync<T>(
        OrganizationId organization, IdempotencyKey? key, string location, T value, long version, CancellationToken cancellation)
    {
        if (key is null) return Reply.Created(location, value, version);
        var reply = KeptReply.Of(key, StatusCodes.Status201Created, value, version, location);
        await table.UpsertEntityAsync(reply.Write(new(organization.Value, key.Row)), TableUpdateMode.Merge, cancellation);
        return reply.ToResult();
    }

    /// <summary>Removes what is older than <see cref="RememberedFor"/>.</summary>
    public Task ForgetOldAsync(CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"at lt {clock.GetUtcNow() - RememberedFor}"), cancellation);

    /// <summary>Removes an organisation's. Gives how many there were.</summary>
    public Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation) =>
        table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {organization.Value}"), cancellation);
}
