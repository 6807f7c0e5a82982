using Azure;

namespace Proctoring.Local.Storage;

/// <summary>The pages of a listing. A page's continuation token may be kept and used later, by any client.</summary>
sealed class StoragePages<T>(Func<string?, int?, Task<Page<T>>> read, int? defaultSize) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var token = continuationToken;
        do
        {
            var page = await read(token, pageSizeHint ?? defaultSize).ConfigureAwait(false);
            yield return page;
            token = page.ContinuationToken;
        }
        while (token is not null);
    }
}
