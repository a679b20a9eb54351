"""The key that signs seals: Ed25519, in a file of its own outside the vault."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from watcher.errors import StoreError


class Signer:
    """Signs with the key in that file, which is made where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Ed25519PrivateKey | None = None

    @property
    def public_pem(self) -> bytes:
        """The public key as OpenSSL reads it."""
        return self._private().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def name(self) -> str:
        """64 hex digits of the public key's hash (of its DER form)."""
        return key_name(self.public_pem)

    def sign(self, content: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._private().sign(content)

    def successor(self) -> "Signer":
        """A new key, in a file beside this one's until it takes over."""
        beside = self._beside()
        beside.unlink(missing_ok=True)
        return Signer(beside)

    def replace(self) -> None:
        """Let the successor take over; the key before is gone for good."""
        try:
            self._beside().rename(self._path)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot take up the new key ({error.strerror})") from error
        self._key = None

    def _beside(self) -> Path:
        return self._path.with_name(f"{self._path.name}.next")

    def _private(self) -> Ed25519PrivateKey:
        if self._key is None:
            self._key = _load(self._path) if self._path.exists() else _make(self._path)
        return self._key


def key_name(public_pem: bytes) -> str:
    """64 hex digits that name a public key; raises StoreError when it is none."""
    der = _public(public_pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def is_signed(public_pem: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the key's holder signed exactly that."""
    try:
        _public(public_pem).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise StoreError(f"expected a public key in PEM, found none ({error})") from error
    if not isinstance(key, Ed25519PublicKey):
        raise StoreError("expected an Ed25519 key, found another sort")
    return key


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{path}: expected the key that signs seals, found none that can be read ({error})") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError(f"{path}: expected an Ed25519 key, found another sort")
    return key


def _sync_folder(folder: Path) -> None:
    """The key's name lasts: a seal whose key was lost in a power failure could never be verified."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _make(path: Path) -> Ed25519PrivateKey:
    """A new key, readable by its owner alone, whole or not there."""
    key = Ed25519PrivateKey.generate()
    beside = path.with_name(f"{path.name}.new")
    try:
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(number, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            os.fsync(number)
        finally:
            os.close(number)
        beside.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot keep the key that signs seals ({error.strerror})") from error
    return key
