using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// The development authorities of one user, each a key and a certificate in a folder that its owner alone may enter. One process at a time
/// makes what is not there; who finds it open to others uses nothing of it.
/// </summary>
sealed class AuthorityFolder(string folder, TimeProvider time)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    const int MostAttempts = 1000;

    /// <summary>Long enough to be trusted once and forgotten about; whoever finds the key later finds it void.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(3 * 365);

    /// <summary>A certificate that it signs lasts at least that long.</summary>
    static readonly TimeSpan LeastLeft = TimeSpan.FromDays(45);

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    public async Task<DevelopmentAuthority> OpenAsync(AuthorityNames names, CancellationToken ct)
    {
        if (!Path.IsPathRooted(folder))
            throw new IOException(
                $"The development authority has no folder: '{folder}' is below none. Set HOME or XDG_DATA_HOME, or give a whole path.");

        try
        {
            MakeFolder();
            if (FindWhole(names) is { } found)
                return found;

            await using var alone = await EnterAsync(ct);
            return Find(names) ?? Make(names);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"The folder of the development authority, {folder}, cannot be used: {denied.Message}", denied);
        }
    }

    /// <summary>
    /// Without a lock, which a folder that may only be read has not. Between another's key and certificate is nothing whole.
    /// </summary>
    DevelopmentAuthority? FindWhole(AuthorityNames names)
    {
        try
        {
            return Find(names);
        }
        catch (DamagedAuthorityException)
        {
            return null;
        }
    }

    string KeyFile(AuthorityNames names) => Path.Combine(folder, names.FileName + ".key");

    string CertificateFile(AuthorityNames names) => Path.Combine(folder, names.FileName + ".pem");

    void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            // Inherits the rights of the user's own data, which are the owner's alone.
            System.IO.Directory.CreateDirectory(folder);
        else
        {
            System.IO.Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            CheckOwnersAlone(folder, "700");
        }
    }

    /// <summary>Nobody else makes one meanwhile.</summary>
    async Task<FileStream> EnterAsync(CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(Path.Combine(folder, "lock"), options);
            }
            catch (IOException taken) when (attempt < MostAttempts && IsTaken(taken))
            {
                // Somebody else is just making it, which takes a moment.
                await Task.Delay(Moment, TimeProvider.System, ct);
            }
        }
    }

    // EAGAIN on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    static bool IsTaken(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>Null where there is none, or it has not long to live.</summary>
    DevelopmentAuthority? Find(AuthorityNames names)
    {
        if (!File.Exists(KeyFile(names)) || !File.Exists(CertificateFile(names)))
            return null;

        if (!OperatingSystem.IsWindows())
            CheckOwnersAlone(KeyFile(names), "600");
        var found = Load(names);
        if (found.NotAfter - time.GetUtcNow() > LeastLeft)
            return new(found, CertificateFile(names), names);

        found.Dispose();
        return null;
    }

    X509Certificate2 Load(AuthorityNames names)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(CertificateFile(names), KeyFile(names));
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            throw new DamagedAuthorityException(
                $"The development authority in {folder} is damaged: key and certificate do not belong together. Trust it no longer, " +
                "delete the folder, and a new one is made, to be trusted anew.",
                unreadable);
        }
    }

    DevelopmentAuthority Make(AuthorityNames names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = NewCertificate(names, key);
        // The key first: where a certificate is, there is its key.
        Write(KeyFile(names), key.ExportPkcs8PrivateKeyPem());
        Write(CertificateFile(names), made.ExportCertificatePem() + "\n");
        return new(made, CertificateFile(names), names);
    }

    X509Certificate2 NewCertificate(AuthorityNames names, ECDsa key)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];
        var about = names.Outside.Count == 0 ? "" : $" for {names.Outside[0]}{(names.Outside.Count > 1 ? " …" : "")}";
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName("Postern");
        name.AddCommonName($"Postern development authority {id}{(about.Length > 30 ? "" : about)}");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false)); // servers, and nothing else
        extensions.Add(NameConstraints.Of(names));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        // A container's clock may be behind.
        return request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
    }

    /// <summary>Whole or not at all.</summary>
    static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var part = path + ".part";
        // What an interrupted run left keeps the rights that it had.
        File.Delete(part);
        using (var writer = new StreamWriter(part, options))
            writer.Write(text);
        File.Move(part, path, overwrite: true);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    static void CheckOwnersAlone(string path, string mode)
    {
        var others = File.GetUnixFileMode(path) & Others;
        if (others != 0)
            throw new IOException(
                $"Others than its owner may use {path} ({others}), and so they may know the development authority's key. Trust that " +
                "authority no longer, delete the folder, and a new one is made; or, where you are sure of everybody, " +
                $"chmod {mode} {path}.");
    }

    /// <summary>Half of it is missing, or somebody else's.</summary>
    sealed class DamagedAuthorityException(string message, Exception inner) : IOException(message, inner);
}
